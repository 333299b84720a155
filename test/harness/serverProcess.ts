import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Api, createApi } from './apiClient.ts';
import { waitFor } from './waitFor.ts';

const main = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

/** As `npm start` sets them, see apps/cli/bootstrap/start.mjs. */
const memoryFlags = ['--max-semi-space-size=16', '--max-old-space-size=1536'];

/**
 * A port that is free, and stays so until it is used: below those that systems hand out by themselves, and in a stripe that
 * belongs to this worker of vitest, so that a file beside this one is not given the same.
 */
export async function freePort(): Promise<number> {
  const stripe = Number(process.env.VITEST_POOL_ID ?? 0) % stripes;
  for (;;) {
    const port = 20_000 + randomInt(12_000 / stripes) * stripes + stripe;
    if (await isFree(port)) return port;
  }
}

const stripes = 8;

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

export interface ProcessOptions {
  dataFolder: string;
  /** Unset = the embedded database in the data folder. */
  databaseUrl?: string;
  role?: 'web' | 'worker' | 'all';
  port?: number;
  environment?: Record<string, string>;
  nodeOptions?: string[];
  /** It kills itself at some point, which may come before anybody saw that it was ready. */
  mayDie?: boolean;
}

/** A real `syncline` process: started, killed and restarted for real. */
export interface SynclineProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  readonly api: Api;
  /** Everything it printed so far. */
  output(): string;
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and wait; the exit code. */
  stop(): Promise<number | null>;
}

/** Starts it and, for a process with a web part, waits until it is ready. */
export async function startSyncline(options: ProcessOptions): Promise<SynclineProcess> {
  const role = options.role ?? 'all';
  const port = options.port ?? (await freePort());
  const command = role === 'worker' ? ['worker'] : ['start', '--role', role, '--no-build'];
  const child = spawn(process.execPath, [...memoryFlags, ...(options.nodeOptions ?? []), main, ...command], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      SYNCLINE_DATA: options.dataFolder,
      SYNCLINE_EGRESS_ALLOW: '127.0.0.0/8',
      ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString('utf8')));
  const gone = once(child, 'exit');
  const output = () => printed.join('');
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await gone;
    }
  };
  const started: SynclineProcess = {
    child,
    pid: child.pid ?? 0,
    url,
    api: createApi(url),
    output,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
  const ready = async () => {
    if (options.mayDie && child.signalCode === 'SIGKILL') return true;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`syncline ended early:\n${output()}`);
    return role === 'worker' ? /ready/i.test(output()) : (await fetch(`${url}/api/health`)).ok;
  };
  await waitFor(`syncline ${command.join(' ')}`, ready, 60_000);
  return started;
}
