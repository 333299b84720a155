import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@syncline/model';
import { startEmbedded } from '@syncline/store';

/** The database of this process: the owner's own, or the embedded one that is kept alive. */
export interface Database {
  url: string;
  embedded: boolean;
  /** What was wrong at the last look; null when it was well. */
  trouble(): string | null;
  /** Looks after the embedded database from now on. @param ping throws when it does not answer. */
  watch(ping: () => Promise<unknown>): void;
  stop(): Promise<void>;
}

export interface DatabaseOptions {
  /** Null = embedded. */
  url: string | null;
  dataFolder: string;
  onProgress: (line: string) => void;
  onTrouble: (what: string, cause: unknown) => void;
}

const lookEveryMs = 2_000;

/**
 * Opens the database. The embedded one is asked every two seconds once `watch` was called: when it crashed it is started
 * again on the same port, so that open pools find it by themselves.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.url !== null) {
    options.onProgress('Using the database of DATABASE_URL');
    return { url: options.url, embedded: false, trouble: () => null, watch: () => {}, stop: async () => {} };
  }
  const { dataFolder: dataDir, onProgress } = options;
  const first = await startEmbedded({ dataDir, onProgress });
  if (first.attached) onProgress('Found the embedded database still running');
  const { url } = first;
  const port = Number(new URL(url).port);
  const stopped = new AbortController();
  let current = first;
  let trouble: string | null = null;
  let watching: Promise<void> = Promise.resolve();

  const restart = async () => {
    try {
      // Attaches when it lives after all, starts it when it doesn't.
      current = await startEmbedded({ dataDir, port, onProgress: () => {} });
      if (!current.attached)
        options.onTrouble('The embedded database was gone and has been started again', null);
      trouble = null;
    } catch (error) {
      if (trouble === null) options.onTrouble('The embedded database can not be started again', error);
      trouble = messageOf(error);
    }
  };

  const keepAlive = async (ping: () => Promise<unknown>) => {
    while (!stopped.signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
      if (stopped.signal.aborted) return;
      const answers = await ping().then(
        () => true,
        () => false,
      );
      if (!answers && !stopped.signal.aborted) await restart();
      else if (answers) trouble = null;
    }
  };

  return {
    url,
    embedded: true,
    trouble: () => trouble,
    watch(ping) {
      watching = keepAlive(ping);
    },
    async stop() {
      stopped.abort();
      await watching;
      await current.stop();
    },
  };
}
