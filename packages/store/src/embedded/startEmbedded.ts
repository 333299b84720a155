import { readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type Account, chooseAccount, chooseClusterFolder, giveTo } from './account.ts';
import { EmbeddedDatabaseError } from './embeddedError.ts';
import { initCluster, readPassword, superuser } from './initCluster.ts';
import { copyNativeFolder, findNativeFolder, type NativeFolder } from './nativeFolder.ts';
import { findPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';

export interface EmbeddedOptions {
  /** Folder of all of Syncline's data; the cluster gets a folder in it. */
  dataDir: string;
  /** Left out: the port of last time, or a free one. */
  port?: number;
  onProgress?: (line: string) => void;
}

export interface EmbeddedDatabase {
  url: string;
  /** True when a server that ran already was taken over: another process of ours, or one that outlived a crash. */
  attached: boolean;
  /** Shuts it down and waits, unless another living Syncline process uses it. */
  stop(): Promise<void>;
}

const databaseName = 'syncline';

/** Every connection of ours carries it, so that the last process to stop can tell that it is the last. */
export const applicationName = `syncline:${process.pid}`;

/**
 * Starts PostgreSQL on loopback for this data folder, or attaches to the one that runs there.
 *
 * @throws EmbeddedDatabaseError saying what is wrong and what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const say = options.onProgress ?? (() => {});
  const account = chooseAccount();
  const folder = await chooseClusterFolder(options.dataDir, account);
  const home = await realpath(options.dataDir);
  if (!folder.startsWith(home)) say(`Database folder: ${folder}, because only root may enter ${home}`);
  const native = await prepareCluster(await findNativeFolder(), folder, account, say);
  const logFile = join(home, 'postgres.log');
  const attached = await startOrAttach(native, folder, logFile, account, options.port, say);
  const password = await readPassword(folder);
  const server = findPostmaster(folder);
  if (server === null)
    throw new EmbeddedDatabaseError('The embedded database ended right after its start.', `See ${logFile}.`);
  const url = (name: string) =>
    `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${name}`;
  await prepareDatabase(url('postgres'));
  const stop = async () => {
    const running = findPostmaster(folder);
    if (running === null || (await isUsedByOthers(url(databaseName)))) return;
    await stopPostmaster(native, folder, running.pid);
  };
  return { url: url(databaseName), attached, stop };
}

async function prepareCluster(
  native: NativeFolder,
  folder: string,
  account: Account | undefined,
  say: (line: string) => void,
): Promise<NativeFolder> {
  const began = Date.now();
  let used = native;
  let made: 'made' | 'found';
  try {
    made = await initCluster(used, folder, account);
  } catch (error) {
    if (account === undefined || !isNotPermitted(error)) throw error;
    used = await copyNativeFolder(native);
    made = await initCluster(used, folder, account);
  }
  if (made === 'made') say(`Database made in ${Date.now() - began} ms`);
  return used;
}

function isNotPermitted(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return Reflect.get(error, 'code') === 'EACCES' || /Permission denied/.test(error.message);
}

async function startOrAttach(
  given: NativeFolder,
  folder: string,
  logFile: string,
  account: Account | undefined,
  wantedPort: number | undefined,
  say: (line: string) => void,
): Promise<boolean> {
  let native = given;
  const began = Date.now();
  const portFile = join(dirname(folder), 'postgres.port');
  let port = wantedPort ?? (await readPort(portFile)) ?? (await findFreePort());
  await giveTo(account, folder);
  while (Date.now() - began < 60_000) {
    const running = findPostmaster(folder);
    if (running !== null && (await answers(folder, running.port))) return true;
    // When in doubt PostgreSQL itself decides: it refuses a folder that another server holds.
    const result = running?.certain
      ? 'locked'
      : await startPostmaster(native, folder, port, logFile, account);
    if (result === 'ready') {
      await writeFile(portFile, String(port));
      say(`Database started in ${Date.now() - began} ms`);
      return false;
    }
    if (result === 'not-permitted') {
      if (account === undefined || native !== given) break;
      native = await copyNativeFolder(given);
    } else if (result === 'port-taken') {
      if (wantedPort !== undefined)
        throw new EmbeddedDatabaseError(
          `Port ${wantedPort} is taken.`,
          'Choose another one, or leave it out.',
        );
      port = await findFreePort();
    } else await sleep(100);
  }
  throw new EmbeddedDatabaseError(
    `The embedded database in ${folder} could not be started.`,
    `See ${logFile}. If another program holds the folder, stop it; or set DATABASE_URL.`,
  );
}

/** Does the server on this port hold this cluster? It knows our password and names the folder. */
async function answers(folder: string, port: number): Promise<boolean> {
  const password = await readPassword(folder);
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: superuser,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    );
    return resolve(found.rows[0]?.folder ?? '') === resolve(folder);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function prepareDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } catch (error) {
    // Two processes starting together: 42P04 and 23505 say that the other one made it.
    if (!(error instanceof Error && ['42P04', '23505'].includes(String(Reflect.get(error, 'code')))))
      throw error;
  } finally {
    await client.end();
  }
}

async function isUsedByOthers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query<{ name: string }>(
      "select distinct application_name as name from pg_stat_activity where application_name like 'syncline:%'",
    );
    return found.rows
      .map((row) => Number(row.name.slice('syncline:'.length)))
      .some((pid) => pid !== process.pid && isAlive(pid));
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function readPort(file: string): Promise<number | undefined> {
  const port = Number(await readFile(file, 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 1023 && port < 65536 ? port : undefined;
}

function findFreePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
