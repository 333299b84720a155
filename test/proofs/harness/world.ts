import { setTimeout as sleep } from 'node:timers/promises';
import { type RunDetail, runRoutes } from '@syncline/model';
import type { Api } from '../../harness/apiClient.ts';
import { createDatabase, type TestDatabase } from '../../harness/database.ts';
import { finishedRun } from '../../harness/flows.ts';
import { freePort, type SynclineProcess, startSyncline } from '../../harness/serverProcess.ts';
import { temporaryFolder } from '../../harness/temporaryFolder.ts';
import { waitFor } from '../../harness/waitFor.ts';
import { type Chance, createChance, takeSeed } from './chance.ts';
import { startCluster } from './cluster.ts';
import type { Copy } from './copy.ts';
import { sized } from './size.ts';
import { startWatching } from './watchers.ts';

let worlds = 0;
const dieAt = new URL('dieAt.ts', import.meta.url).href;

/** Texts that no log, list or export may ever show. They are put into connections and signatures. */
export const plantedSecret = 'planted-s3cret-9f2c';

export interface Kill {
  /** A named point, or `random`. */
  at: string;
  role: 'web' | 'worker';
  /** Milliseconds until work went on, where the proof looked. */
  progressMs?: number;
}

/** Real processes on a real database, and all that is known of what happened to them. */
export interface World extends AsyncDisposable {
  title: string;
  chance: Chance;
  folder: string;
  database: TestDatabase;
  api: Api;
  /** Where the web process listens; the same after each restart. */
  url: string;
  kills: Kill[];
  copies: Copy[];
  /** Every process there ever was. */
  processes: SynclineProcess[];
  /** With `dies`, it kills itself at that named point, at the n-th pass; with `freezes`, it stops there until it is woken. */
  startWorker(options?: {
    dies?: `${'before' | 'after'}-${string}:${number}`;
    freezes?: `${'before' | 'after'}-${string}:${number}`;
    /** A module that is loaded before. */
    imports?: string;
    environment?: Record<string, string>;
  }): Promise<SynclineProcess>;
  restartWeb(): Promise<void>;
  killWeb(): Promise<void>;
  killWorker(worker: SynclineProcess): Promise<void>;
  /** Waits until a worker has died at its named point. */
  death(worker: SynclineProcess, point: string, ms?: number): Promise<void>;
  run(id: string): Promise<RunDetail>;
  finished(id: string): Promise<RunDetail>;
}

export interface WorldOptions {
  /** 0 = none yet; `inside` = the web process works too, where nothing is killed. */
  workers?: number | 'inside';
  environment?: Record<string, string>;
}

/** Starts a database, a web process and workers. Everything is gone at the end of the block. */
export async function openWorld(title: string, options: WorldOptions = {}): Promise<World> {
  const seed = takeSeed(title);
  const folder = temporaryFolder();
  worlds += 1;
  const database = await createDatabase(await startCluster(), `proof_${process.pid}_${worlds}`);
  await database.query('create schema proof');
  const port = await freePort();
  const base = { dataFolder: `${folder.path}/data`, databaseUrl: database.url };
  const processes: SynclineProcess[] = [];
  const kills: Kill[] = [];
  const startWeb = async () => {
    const started = await startSyncline({
      ...base,
      role: options.workers === 'inside' ? 'all' : 'web',
      port,
      environment: { ...options.environment },
    });
    processes.push(started);
    return started;
  };
  let web = await startWeb();
  await startWatching(database);
  const { api } = web;

  const world: World = {
    title,
    chance: createChance(seed),
    folder: folder.path,
    database,
    api,
    url: web.url,
    kills,
    copies: [],
    processes,
    startWorker: async ({ dies, freezes, imports, environment } = {}) => {
      const struck = dies ?? freezes;
      const worker = await startSyncline({
        ...base,
        role: 'worker',
        mayDie: dies !== undefined,
        ...(struck || imports ? { nodeOptions: ['--import', imports ?? dieAt] } : {}),
        environment: {
          ...options.environment,
          ...environment,
          ...(struck ? { SYNCLINE_FAIL_AT: struck } : {}),
          ...(freezes ? { SYNCLINE_FAIL_BY: 'SIGSTOP' } : {}),
        },
      });
      processes.push(worker);
      return worker;
    },
    killWeb: async () => {
      await web.kill();
      kills.push({ at: 'random', role: 'web' });
    },
    restartWeb: async () => {
      web = await startWeb();
    },
    killWorker: async (worker) => {
      await worker.kill();
      kills.push({ at: 'random', role: 'worker' });
    },
    death: async (worker, point, ms = 60_000) => {
      await waitFor(`a worker to die at ${point}`, async () => worker.child.signalCode === 'SIGKILL', ms, 20);
      kills.push({ at: point, role: 'worker' });
    },
    run: (id) => api(runRoutes.getRun, { params: { id } }),
    finished: (id) => finishedRun(api, id, sized(240_000, 900_000)),
    [Symbol.asyncDispose]: async () => {
      // All at once, and those that hang are not waited for.
      await Promise.all(
        processes.map(async (one) => {
          const hung = sleep(15_000, 'hung', { ref: false });
          if ((await Promise.race([one.stop(), hung])) === 'hung') await one.kill();
        }),
      );
      await database[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
  const workers = options.workers ?? 1;
  for (let n = 0; workers !== 'inside' && n < workers; n += 1) await world.startWorker();
  return world;
}

/** Nothing waits, nothing is on its way, nothing will begin by itself. */
export async function quiet(world: World, ms = 120_000): Promise<void> {
  await waitFor(
    'all work to be done',
    async () => {
      const [left] = await world.database.query<Record<'inbox' | 'attempts' | 'runs', number>>(`select
        (select count(*)::int from syncline.inbox join syncline.flow on flow.id = flow_id where desired = 'live') as inbox,
        (select count(*)::int from syncline.attempt) as attempts,
        (select count(*)::int from syncline.run join syncline.flow on flow.id = flow_id
          where status in ('queued', 'running', 'backoff') and rolling_part is null and desired = 'live') as runs`);
      if (left && left.inbox + left.attempts + left.runs === 0) return true;
      throw new Error(JSON.stringify(left));
    },
    ms,
    250,
  );
}
