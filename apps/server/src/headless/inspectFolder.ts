import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Settings } from '../settings/settings.ts';
import type { Finding } from './inspectInstallation.ts';

type Where = Pick<Settings, 'dataFolder'>;

/** Can the data folder be written, or be made where it is to be? */
export function inspectFolder({ dataFolder }: Where): Finding {
  const folder = resolve(dataFolder);
  const place = nearestThatIs(folder);
  const remedy = 'Give this user the right to write there, or name another folder in SYNCLINE_DATA.';
  if (!statSync(place).isDirectory())
    return { what: 'data folder', ok: false, note: `${place} is a file. Name a folder in SYNCLINE_DATA.` };
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch {
    return { what: 'data folder', ok: false, note: `${place} can not be written. ${remedy}` };
  }
  return {
    what: 'data folder',
    ok: true,
    note: place === folder ? `${folder}, writable` : `${folder}, made at the first start`,
  };
}

function nearestThatIs(folder: string): string {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  return place;
}

/** Is the key where it should be, and for its owner only? */
export function inspectKey({ key, dataFolder }: Pick<Settings, 'key' | 'dataFolder'>): Finding {
  const file = join(resolve(dataFolder), 'key');
  if (key !== null) return { what: 'key', ok: true, note: 'taken from SYNCLINE_KEY' };
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return { what: 'key', ok: true, note: `made at the first start, in ${file}` };
  // Windows keeps rights elsewhere and reports a mode that means nothing.
  const ok = process.platform === 'win32' || (found.mode & 0o077) === 0;
  return {
    what: 'key',
    ok,
    note: ok
      ? `${file}, readable by its owner only`
      : `${file} can be read by others. Run: chmod 600 "${file}"`,
  };
}

const leastFreeBytes = 1e9;

/** Is there room for the database to grow? */
export async function inspectDisk({ dataFolder }: Where): Promise<Finding> {
  const place = nearestThatIs(resolve(dataFolder));
  const { bavail, bsize } = await statfs(place);
  const free = bavail * bsize;
  const ok = free > leastFreeBytes;
  return {
    what: 'disk',
    ok,
    note: `${(free / 1e9).toFixed(1)} GB free at ${place}${ok ? '' : '. Make room: a full disk stops the database.'}`,
  };
}
