import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProcessLog, readSettings, startServer } from '@syncline/server';

export interface Answer {
  status: number;
  // Tests look into answers of every shape; what they expect is what they assert.
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  body: any;
  headers: Headers;
}

export interface TestServer {
  url: string;
  dataFolder: string;
  /** Lines of the process log so far. */
  log: string[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
  /** Stops it and starts it again on the same data. */
  restart(): Promise<void>;
  /** Stops it and takes its data away. */
  remove(): Promise<void>;
}

/** A whole Syncline with its embedded database, on a free port and in a folder of its own. */
export async function startTestServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'syncline-test-'));
  const log: string[] = [];
  const settings = readSettings({
    PORT: '0',
    SYNCLINE_DATA: dataFolder,
    LOG_LEVEL: 'debug',
    ...environment,
  });
  const start = () =>
    startServer({
      settings,
      role: 'all',
      onProgress: () => {},
      log: createProcessLog('debug', { write: (line) => void log.push(line) }),
    });
  let running = await start();
  return {
    dataFolder,
    log,
    get url() {
      return running.url;
    },
    async call(method, path, body, headers = {}) {
      const reply = await fetch(running.url + path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await reply.text();
      return { status: reply.status, headers: reply.headers, body: parse(text) };
    },
    close: () => running.close(),
    async restart() {
      await running.close();
      running = await start();
    },
    async remove() {
      await running.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Looks again and again until something is there. */
export async function until<T>(
  look: () => Promise<T | null | undefined | false>,
  limitMs = 30_000,
): Promise<T> {
  const began = Date.now();
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() - began > limitMs) throw new Error(`nothing after ${limitMs} ms`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
