import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { applicationName } from '../embedded/startEmbedded.ts';
import { ordersChannel } from './tellWorkers.ts';
import { wakeChannel } from './wakeParts.ts';

export interface WorkListener {
  /** Calls back with `flowId:part`; with null when the connection was lost meanwhile, so anything may have been missed. */
  subscribe(callback: (part: string | null) => void): () => void;
  /** The same with the id of a flow whose workers are asked for something. */
  hearOrders(callback: (flowId: string | null) => void): () => void;
  close(): Promise<void>;
}

/** One connection of this process that hears of new work and of what people ask. Opened with the first subscriber, reopened when it breaks. */
export function listenForWork(url: string, onError: (error: Error) => void): WorkListener {
  const channels = {
    [wakeChannel]: new Set<(name: string | null) => void>(),
    [ordersChannel]: new Set<(name: string | null) => void>(),
  };
  const stop = new AbortController();
  let running: Promise<void> | undefined;

  const tell = (channel: string, name: string | null) => {
    if (channel !== wakeChannel && channel !== ordersChannel) return;
    for (const callback of channels[channel]) callback(name);
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
        // One that breaks may say so twice, and an error nobody listens to ends the process.
        client.on('error', () => done());
        client.once('end', () => done());
        stop.signal.addEventListener('abort', () => done(), { once: true });
      });
      client.on('notification', ({ channel, payload }) => tell(channel, payload ?? null));
      await client.connect();
      await client.query(`listen ${ordersChannel}`);
      await client.query(`listen ${wakeChannel}`);
      for (const channel of Object.keys(channels)) tell(channel, null);
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

  const subscribeTo = (channel: keyof typeof channels) => (callback: (name: string | null) => void) => {
    channels[channel].add(callback);
    running ??= listen();
    return () => channels[channel].delete(callback);
  };

  return {
    subscribe: subscribeTo(wakeChannel),
    hearOrders: subscribeTo(ordersChannel),
    async close() {
      stop.abort();
      await running;
    },
  };
}
