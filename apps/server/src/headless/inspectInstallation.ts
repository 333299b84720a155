import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf } from '@syncline/model';
import { readVersion } from '../main.ts';
import { listen } from '../runtime/listen.ts';
import { type Settings, settingDefinitions } from '../settings/settings.ts';
import { openWorkshop } from './openWorkshop.ts';

export interface Finding {
  what: string;
  /** False = something is to be done, see `note`. */
  ok: boolean;
  note: string;
}

export interface Inspection {
  /** Name, value as it may be shown, where it comes from. */
  settings: { name: string; value: string; source: 'set' | 'default'; what: string }[];
  findings: Finding[];
}

/** Looks over an installation without changing it: settings, database, port, key, disk. */
export async function inspectInstallation(
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Inspection> {
  const folder = resolve(settings.dataFolder);
  return {
    settings: showSettings(environment),
    findings: [
      {
        what: 'versions',
        ok: true,
        note: `Syncline ${readVersion()}, Node ${process.version}, ${process.platform} ${process.arch}`,
      },
      inspectKey(settings, folder),
      ...(await inspectDatabase(settings, folder)),
      await inspectPort(settings),
      await inspectDisk(folder),
    ],
  };
}

function showSettings(environment: Readonly<Record<string, string | undefined>>): Inspection['settings'] {
  return Object.entries<{
    what: string;
    secret?: boolean;
    schema: { safeParse(value: unknown): { data?: unknown } };
  }>(settingDefinitions).map(([name, { what, secret, schema }]) => {
    const given = environment[name] || undefined;
    const value = given ?? String(schema.safeParse(undefined).data ?? '');
    return {
      name,
      what,
      value: secret && given !== undefined ? '••••••••' : value,
      source: given === undefined ? 'default' : 'set',
    };
  });
}

function inspectKey(settings: Settings, folder: string): Finding {
  const file = join(folder, 'key');
  if (settings.key !== null) return { what: 'key', ok: true, note: 'taken from SYNCLINE_KEY' };
  if (!existsSync(file)) return { what: 'key', ok: true, note: `made at the first start, in ${file}` };
  const mode = statSync(file).mode & 0o777;
  const safe = process.platform === 'win32' || (mode & 0o077) === 0;
  return {
    what: 'key',
    ok: safe,
    note: safe
      ? `${file}, readable by its owner only`
      : `${file} can be read by others. Run: chmod 600 "${file}"`,
  };
}

async function inspectDatabase(settings: Settings, folder: string): Promise<Finding[]> {
  if (settings.databaseUrl === null && !existsSync(join(folder, 'key')))
    return [{ what: 'database', ok: true, note: 'embedded, made at the first start' }];
  try {
    await using workshop = await openWorkshop({ settings, onProgress: () => {} });
    const facts = await workshop.runtime.store.health.facts();
    const processes = facts.workers.map(({ role, host, pid }) => `${role} on ${host} (${pid})`);
    return [
      {
        what: 'database',
        ok: true,
        note: `${settings.databaseUrl === null ? 'embedded' : 'your own'}, answers, ${Math.ceil(facts.databaseBytes / 1e6)} MB`,
      },
      {
        what: 'partitions',
        ok: facts.partitions.ok,
        note: facts.partitions.ok ? 'made ahead' : 'days to come are missing; a running server makes them',
      },
      {
        what: 'processes',
        ok: true,
        note: processes.length > 0 ? processes.join(', ') : 'no Syncline runs on this database right now',
      },
    ];
  } catch (error) {
    return [{ what: 'database', ok: false, note: messageOf(error) }];
  }
}

async function inspectPort(settings: Settings): Promise<Finding> {
  try {
    const { close } = await listen(settings.host, settings.port);
    await close(AbortSignal.timeout(1_000));
    return { what: 'port', ok: true, note: `${settings.host}:${settings.port} is free` };
  } catch (error) {
    return { what: 'port', ok: false, note: `${messageOf(error)} If a Syncline runs here, all is well.` };
  }
}

const leastFreeBytes = 1e9;

async function inspectDisk(folder: string): Promise<Finding> {
  const place = existsSync(folder) ? folder : process.cwd();
  const { bavail, bsize } = await statfs(place);
  const free = bavail * bsize;
  return {
    what: 'disk',
    ok: free > leastFreeBytes,
    note: `${(free / 1e9).toFixed(1)} GB free at ${place}${free > leastFreeBytes ? '' : '. Make room: a full disk stops the database.'}`,
  };
}
