import { readFileSync } from 'node:fs';
import { createWorker, type Worker } from '@syncline/engine';
import { type Capturing, startCapturing } from './capture/startCapturing.ts';
import { createHealth } from './observe/health.ts';
import { createProcessLog, type ProcessLog } from './observe/processLog.ts';
import { readInstallation } from './observe/readInstallation.ts';
import { builtIn, ensureBuiltIns } from './runtime/builtInConnections.ts';
import { type Listening, listen } from './runtime/listen.ts';
import { openRuntime, type Runtime } from './runtime/openRuntime.ts';
import { type Pulse, startPulse } from './runtime/pulse.ts';
import { startWeb, type Web } from './runtime/startWeb.ts';
import type { Settings } from './settings/settings.ts';

export type Role = 'web' | 'worker' | 'all';

export interface ServerOptions {
  settings: Settings;
  /** web = editor, API, webhooks; worker = runs flows; all = both. */
  role: Role;
  /** What the start is doing, in words for a person. */
  onProgress: (line: string) => void;
  /** Gives the start up. After the start use `close()`. */
  signal?: AbortSignal;
  /** Where the process log goes; stdout when left out. */
  log?: ProcessLog;
}

export interface RunningServer {
  /** Address of the editor; empty for a worker, which has none. */
  url: string;
  /** Stops in order, within 25 seconds, once however often it is called. */
  close(): Promise<void>;
}

interface Parts {
  listening: Listening | null;
  runtime: Runtime | null;
  web: Web | null;
  worker: Worker | null;
  capturing: Capturing | null;
  pulse: Pulse | null;
  demo: { close(): void } | null;
}

const stopWithinMs = 25_000;

/** Version as the package says it. */
export function readVersion(): string {
  const { version }: { version?: unknown } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return String(version);
}

/**
 * Starts Syncline: database, web, worker, clock, as the role says. Nothing here knows what a flow does.
 *
 * @throws SettingsError, EmbeddedDatabaseError: their message is the line to print.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { settings, role, onProgress } = options;
  const log = options.log ?? createProcessLog(settings.logLevel);
  const parts: Parts = {
    listening: null,
    runtime: null,
    web: null,
    worker: null,
    capturing: null,
    pulse: null,
    demo: null,
  };
  let stopping = false;
  let closing: Promise<void> | null = null;
  const close = () => {
    stopping = true;
    closing ??= stopInOrder(parts, log);
    return closing;
  };
  try {
    if (role !== 'worker') parts.listening = await listen(settings.host, settings.port);
    options.signal?.throwIfAborted();
    parts.runtime = await openRuntime({ settings, log, onProgress });
    options.signal?.throwIfAborted();
    parts.pulse = await startPulse(parts.runtime, role, log);
    if (parts.listening)
      await serveWeb(parts, parts.listening, parts.runtime, { log, isStopping: () => stopping });
    else await allowDemo(parts.runtime);
    if (role !== 'web') {
      parts.worker = createWorker(parts.runtime.ports, {
        owner: parts.pulse.id,
        concurrency: settings.workers,
      });
      parts.worker.start();
      const { store, ports } = parts.runtime;
      parts.capturing = startCapturing({ ...ports, streams: store.streams, owner: parts.pulse.id, log });
      onProgress('Worker started');
    }
    options.signal?.throwIfAborted();
    const { database, store } = parts.runtime;
    database.watch(() => store.settings.get('ping'));
    return { url: parts.listening?.url ?? '', close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serveWeb(
  parts: Parts,
  listening: Listening,
  runtime: Runtime,
  { log, isStopping }: { log: ProcessLog; isStopping: () => boolean },
): Promise<void> {
  const { startDemo } = await import('./demo.ts');
  const demo = await startDemo();
  parts.demo = demo;
  await ensureBuiltIns(runtime.store.connections, runtime.database.url, demo.receiverUrl);
  runtime.egressAllow.push(new URL(demo.receiverUrl).host);
  const version = readVersion();
  const health = createHealth({
    version,
    facts: () => readInstallation(runtime.store),
    databaseTrouble: runtime.database.trouble,
    embedded: runtime.database.embedded,
    isStopping,
    lastTick: () => parts.pulse?.lastTick() ?? null,
    now: Date.now,
  });
  const web = await startWeb({
    runtime,
    log,
    version,
    url: listening.url,
    health,
    isStopping,
    demo: demo.handle,
  });
  parts.web = web;
  listening.serve(web.listener);
}

/** A worker by itself calls the demo receiver of the web process it shares the database with. */
async function allowDemo(runtime: Runtime): Promise<void> {
  await ensureBuiltIns(runtime.store.connections, runtime.database.url, null);
  const demo = await runtime.store.connections.openConfig(builtIn.demoReceiver);
  const { baseUrl } = demo?.config ?? {};
  if (typeof baseUrl === 'string' && URL.canParse(baseUrl)) runtime.egressAllow.push(new URL(baseUrl).host);
}

/**
 * Intake and health say no first, then what is under way ends: committed posts are answered, pages finished, leases given
 * back, and the database goes last.
 */
async function stopInOrder(parts: Parts, log: ProcessLog): Promise<void> {
  const late = AbortSignal.timeout(stopWithinMs);
  const steps: [string, () => Promise<unknown> | undefined][] = [
    ['clock', () => parts.pulse?.stop()],
    ['intake', () => parts.web?.drain()],
    ['capture', () => parts.capturing?.stop()],
    ['worker', () => parts.worker?.stop()],
    ['web', () => parts.listening?.close(AbortSignal.any([late, AbortSignal.timeout(5_000)]))],
    ['sign-off', () => (parts.pulse ? parts.runtime?.store.health.leave(parts.pulse.id) : undefined)],
    ['demo', async () => parts.demo?.close()],
    ['database', () => parts.runtime?.close()],
  ];
  for (const [name, step] of steps) {
    try {
      await within(step(), late);
    } catch (error) {
      log.error({ err: error, step: name }, 'stop');
    }
  }
}

/** Waits for a step, but not beyond the time there is for all of them. */
async function within(step: Promise<unknown> | undefined, late: AbortSignal): Promise<void> {
  if (step === undefined) return;
  let giveUp = () => {};
  const over = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error('it took too long'));
  });
  late.addEventListener('abort', giveUp, { once: true });
  try {
    if (late.aborted) giveUp();
    await Promise.race([step, over]);
  } finally {
    late.removeEventListener('abort', giveUp);
  }
}
