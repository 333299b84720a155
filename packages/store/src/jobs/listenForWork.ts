import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { applicationName } from '../embedded/startEmbedded.ts';
import { wakeChannel } from './wakeParts.ts';

export interface WorkListener {
  /** Calls back with `flowId:part`; with null when the connection was lost meanwhile, so anything may have been missed. */
  subscribe(callback: (part: string | null) => void): () => void;
  close(): Promise<void>;
}

/** One connection of this process that hears of new work. Opened with the first subscriber, reopened when it breaks. */
export function listenForWork(url: string, onError: (error: Error) => void): WorkListener {
  const callbacks = new Set<(part: string | null) => void>();
  const stop = new AbortController();
  let running: Promise<void> | undefined;

  const tell = (part: string | null) => {
    for (const callback of callbacks) callback(part);
  };

  const listenOnce = async () => {
    const client = new Client({
      connectionString: url,
      application_name: applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    try {
      const broken = new Promise<void>((done) => {
        client.once('error', () => done());
        client.once('end', () => done());
        stop.signal.addEventListener('abort', () => done(), { once: true });
      });
      client.on('notification', (message) => tell(message.payload ?? null));
      await client.connect();
      await client.query(`listen ${wakeChannel}`);
      tell(null);
      await broken;
    } finally {
      await client.end().catch(() => {});
    }
  };

  const listen = async () => {
    while (!stop.signal.aborted) {
      try {
        await listenOnce();
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)));
      }
      if (!stop.signal.aborted) await sleep(500, undefined, { signal: stop.signal }).catch(() => {});
    }
  };

  return {
    subscribe(callback) {
      callbacks.add(callback);
      running ??= listen();
      return () => callbacks.delete(callback);
    },
    async close() {
      stop.abort();
      await running;
    },
  };
}
