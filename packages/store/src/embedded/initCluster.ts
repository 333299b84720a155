import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Account, giveTo } from './account.ts';
import { EmbeddedDatabaseError } from './embeddedError.ts';
import type { NativeFolder } from './nativeFolder.ts';
import { isAlive } from './processes.ts';

/** User that owns everything in the embedded database. */
export const superuser = 'syncline';

const passwordFile = 'syncline.password';

/**
 * Makes the cluster unless it is there. It is made beside its place and renamed, so a crash never leaves half a one and
 * two processes starting together end up with the same.
 */
export async function initCluster(
  native: NativeFolder,
  folder: string,
  account: Account | undefined,
): Promise<'made' | 'found'> {
  if (existsSync(join(folder, 'PG_VERSION'))) {
    await checkMajor(native, folder);
    return 'found';
  }
  await removeLeftovers(folder);
  const unfinished = `${folder}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  const secret = `${unfinished}.password`;
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await writeFile(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
  try {
    await giveTo(account, unfinished);
    await giveTo(account, secret);
    await runInitdb(native, unfinished, secret, account);
    await rename(secret, join(unfinished, passwordFile));
    await rename(unfinished, folder);
    return 'made';
  } catch (error) {
    if (existsSync(join(folder, 'PG_VERSION'))) return 'found';
    throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
    await rm(secret, { force: true });
  }
}

export async function readPassword(folder: string): Promise<string> {
  return readFile(join(folder, passwordFile), 'utf8').catch((cause: unknown) => {
    throw new EmbeddedDatabaseError(
      `The password file ${join(folder, passwordFile)} of the embedded database can't be read.`,
      'Put it back from a backup, or run Syncline as the user who made it.',
      cause,
    );
  });
}

async function checkMajor(native: NativeFolder, folder: string): Promise<void> {
  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  const ours = native.version.split('.')[0];
  if (found === ours) return;
  throw new EmbeddedDatabaseError(
    `The data in ${folder} was written by PostgreSQL ${found}, this Syncline brings ${ours}.`,
    `Start the earlier Syncline again and move the data with a dump, or set DATABASE_URL to a PostgreSQL ${found}.`,
  );
}

function runInitdb(
  native: NativeFolder,
  folder: string,
  secret: string,
  account: Account | undefined,
): Promise<void> {
  // The built-in provider sorts by code point and knows Unicode case on every platform, whatever locales it has.
  const options = ['-D', folder, '-U', superuser, '-E', 'UTF8', '--locale-provider=builtin', '--locale=C'];
  options.push('--builtin-locale=C.UTF-8', '--auth=scram-sha-256', `--pwfile=${secret}`);
  return new Promise((done, fail) => {
    const child = spawn(join(native.path, 'bin', 'initdb'), options, {
      ...account,
      cwd: folder,
      env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C', ...windowsEnvironment() },
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', fail);
    child.once('close', (code) => {
      if (code === 0) return done();
      fail(
        new EmbeddedDatabaseError(
          `The embedded database could not be made in ${folder}: ${said.trim().slice(-600)}`,
          'Check space and rights of the folder, or set DATABASE_URL.',
        ),
      );
    });
  });
}

/** Programs on Windows find their system libraries through these. */
export function windowsEnvironment(): Record<string, string | undefined> {
  if (process.platform !== 'win32') return {};
  return { SystemRoot: process.env.SystemRoot, TEMP: process.env.TEMP, TMP: process.env.TMP };
}

async function removeLeftovers(folder: string): Promise<void> {
  const parent = dirname(folder);
  const prefix = `${basename(folder)}.new-`;
  for (const name of await readdir(parent).catch((): string[] => [])) {
    if (!name.startsWith(prefix)) continue;
    if (!isAlive(Number(name.slice(prefix.length).split('-')[0])))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}
