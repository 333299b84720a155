import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import { EmbeddedDatabaseError } from './embeddedError.ts';
import { windowsEnvironment } from './initCluster.ts';
import type { NativeFolder } from './nativeFolder.ts';
import { commandOf, isAlive } from './processes.ts';

/** A running server as its pid file describes it. */
export interface Postmaster {
  pid: number;
  port: number;
  /** False where the system does not tell command lines: it may be another program under a used-again id. */
  certain: boolean;
}

/** Small at rest, safe on power loss, ready for change capture. Everything else is PostgreSQL's own default. */
const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '64MB',
  effective_cache_size: '512MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  wal_level: 'logical',
  max_slot_wal_keep_size: '2GB',
  // One of each a table that is kept in sync; an unused one costs next to nothing.
  max_replication_slots: '64',
  max_wal_senders: '64',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  io_workers: '1',
  random_page_cost: '1.1',
  jit: 'off',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  autovacuum_naptime: '20s',
};

/**
 * The server that holds this cluster, living or starting; null when there is none. A pid file that names a process
 * which is something else (the id was used again, as in a restarted container) is taken away.
 */
export function findPostmaster(folder: string): Postmaster | null {
  const file = join(folder, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  const command = commandOf(pid);
  if (isAlive(pid) && (command === null || command.includes(folder)))
    return { pid, port, certain: command !== null };
  rmSync(file, { force: true });
  return null;
}

/** How a start ended. `locked`: dying processes of the last server still hold the cluster, so try again. */
export type StartResult = 'ready' | 'locked' | 'port-taken' | 'not-permitted';

/**
 * Starts the server, detached so that it outlives a crash of ours, and waits until it takes connections.
 *
 * @throws EmbeddedDatabaseError with the server's own words when it can't start for another reason.
 */
export async function startPostmaster(
  native: NativeFolder,
  folder: string,
  port: number,
  logFile: string,
  account: Account | undefined,
): Promise<StartResult> {
  const log = openLog(logFile);
  const from = fstatSync(log).size;
  const child = spawnServer(native, folder, port, log, account);
  let ended: 'no' | 'exited' | 'not-permitted' = 'no';
  child.once('error', (error: NodeJS.ErrnoException) => {
    ended = error.code === 'EACCES' ? 'not-permitted' : 'exited';
  });
  child.once('exit', () => {
    ended = 'exited';
  });
  child.unref();
  try {
    for (let waited = 0; waited < 60_000; waited += 15) {
      await sleep(15);
      if (isReady(folder, child.pid)) return 'ready';
      if (state(ended) === 'not-permitted') return 'not-permitted';
      if (state(ended) === 'exited') return explainEnd(readFileSync(logFile, 'utf8').slice(from), logFile);
    }
    throw new EmbeddedDatabaseError(
      'The embedded database did not get ready within 60 seconds.',
      `See ${logFile}.`,
    );
  } finally {
    closeSync(log);
  }
}

// Assigned in a callback, which the compiler does not see.
const state = (ended: 'no' | 'exited' | 'not-permitted'): string => ended;

function isReady(folder: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && (lines[7] ?? '').trim() === 'ready';
  } catch {
    return false;
  }
}

function explainEnd(said: string, logFile: string): StartResult {
  if (/could not bind|address already in use/i.test(said)) return 'port-taken';
  if (/shared memory block|lock file/i.test(said)) return 'locked';
  if (/error while loading|Permission denied/i.test(said) && !/data directory/i.test(said))
    return 'not-permitted';
  const reason = said
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|HINT|error/.test(line))
    .join(' ')
    .slice(-600);
  throw new EmbeddedDatabaseError(
    `The embedded database did not start: ${reason || 'it said nothing'}`,
    `See ${logFile}, or set DATABASE_URL.`,
  );
}

const logLimit = 10 * 1024 * 1024;

function openLog(file: string): number {
  const log = openSync(file, 'a', 0o600);
  if (fstatSync(log).size < logLimit) return log;
  closeSync(log);
  return openSync(file, 'w', 0o600);
}

function spawnServer(
  native: NativeFolder,
  folder: string,
  port: number,
  log: number,
  account: Account | undefined,
): ChildProcess {
  const options = ['-D', folder, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) options.push('-c', `${name}=${value}`);
  return spawn(join(native.path, 'bin', 'postgres'), options, {
    ...account,
    cwd: folder,
    detached: true,
    env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C', ...windowsEnvironment() },
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. Waits until it has ended. */
export async function stopPostmaster(native: NativeFolder, folder: string, pid: number): Promise<void> {
  if (process.platform === 'win32') await runStop(native, folder);
  else signal(pid, 'SIGINT');
  for (let waited = 0; waited < 30_000; waited += 20) {
    if (!isAlive(pid)) return;
    await sleep(20);
  }
  // Something holds it up. An immediate stop loses nothing either: the next start replays the log.
  signal(pid, 'SIGQUIT');
  for (let waited = 0; waited < 5_000 && isAlive(pid); waited += 50) await sleep(50);
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'ESRCH')) throw error;
  }
}

/** Windows has no signals; pg_ctl reaches the server through its own pipe. */
function runStop(native: NativeFolder, folder: string): Promise<void> {
  return new Promise((done) => {
    const options = ['stop', '-D', folder, '-m', 'fast', '-w'];
    const child = spawn(join(native.path, 'bin', 'pg_ctl'), options, { stdio: 'ignore', windowsHide: true });
    child.once('error', () => done());
    child.once('close', () => done());
  });
}
