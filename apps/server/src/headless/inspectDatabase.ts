import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connectorOfKind } from '@syncline/connectors';
import { messageOf } from '@syncline/model';
import { checkConfig } from '../connections/checkConfig.ts';
import { openConnection } from '../connections/openConnection.ts';
import { readVersion } from '../main.ts';
import { builtIn } from '../runtime/builtInConnections.ts';
import type { Settings } from '../settings/settings.ts';
import type { Finding } from './inspectInstallation.ts';
import { openWorkshop, type Workshop } from './openWorkshop.ts';

/** What can be said of the database. `webs` counts the servers that are up on it. */
export async function inspectDatabase(settings: Settings): Promise<{ findings: Finding[]; webs: number }> {
  const isNew =
    settings.databaseUrl === null && !existsSync(join(resolve(settings.dataFolder), 'postgres.log'));
  if (isNew)
    return { webs: 0, findings: [{ what: 'database', ok: true, note: 'embedded, made at the first start' }] };
  try {
    await using workshop = await openWorkshop({ settings, onProgress: () => {} });
    return await look(workshop, settings.databaseUrl === null ? 'embedded' : 'of DATABASE_URL');
  } catch (error) {
    return { webs: 0, findings: [{ what: 'database', ok: false, note: messageOf(error) }] };
  }
}

async function look(
  { runtime: { store }, tools }: Workshop,
  whose: string,
): Promise<{ findings: Finding[]; webs: number }> {
  const { config } = await openConnection(store, builtIn.database);
  const { summary } = await checkConfig(connectorOfKind('postgres'), config, tools.connections);
  const { workers, databaseBytes, partitions } = await store.health.facts();
  const processes = workers.map(({ role, host, pid }) => `${role} on ${host} (${pid})`);
  const size = `${Math.ceil(databaseBytes / 1e6)} MB`;
  const findings = [
    { what: 'database', ok: true, note: `${whose}: ${summary}, ${size}` },
    { what: 'schema', ok: true, note: `as Syncline ${readVersion()} needs it` },
    {
      what: 'partitions',
      ok: partitions.ok,
      note: partitions.ok
        ? 'made ahead'
        : 'days to come are missing, or rows lie outside of them. A running server makes them within ten minutes; look at its log if it does not.',
    },
    { what: 'processes', ok: true, note: processes.join(', ') || 'no Syncline runs on this database now' },
  ];
  return { findings, webs: workers.filter(({ role }) => role !== 'worker').length };
}
