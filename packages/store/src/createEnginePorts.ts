import type { EnginePorts } from '@syncline/engine';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { Cipher } from './cipher.ts';
import { loadActiveFlow, type ResolveConnections } from './flows/loadActiveFlow.ts';
import { pauseByWorker } from './flows/pauseByWorker.ts';
import { readInbox } from './inbox/readInbox.ts';
import { consumeJobs } from './jobs/consumeJobs.ts';
import { enqueueParts } from './jobs/enqueueParts.ts';
import type { WorkListener } from './jobs/listenForWork.ts';
import { partName } from './jobs/queue.ts';
import { acquireLease } from './leases/acquireLease.ts';
import { releaseLease } from './leases/releaseLease.ts';
import { renewLease } from './leases/renewLease.ts';
import { readKeysOf } from './ledger/readKeysOf.ts';
import { readLedger } from './ledger/readLedger.ts';
import { readLinks } from './links/readLinks.ts';
import { appendLog } from './logs/appendLog.ts';
import { expireParked } from './parked/expireParked.ts';
import { findNextDue } from './parked/findNextDue.ts';
import { readParked } from './parked/readParked.ts';
import { readReplay } from './replays/readReplay.ts';
import { beginRun } from './runs/beginRun.ts';
import { closeAttempt } from './runs/closeAttempt.ts';
import { findAttempts } from './runs/findAttempts.ts';
import { finishPart } from './runs/finishPart.ts';
import { openAttempt } from './runs/openAttempt.ts';
import { openRollingRun } from './runs/openRollingRun.ts';
import { openRuns } from './runs/openRuns.ts';
import { settlePage } from './runs/settlePage.ts';
import { waitRun } from './runs/waitRun.ts';
import { findDueSlots } from './slots/findDueSlots.ts';
import { findOrphans } from './slots/findOrphans.ts';
import { fireSlot } from './slots/fireSlot.ts';
import { countDeleted } from './sweeps/countDeleted.ts';
import { countDeletedLately } from './sweeps/countDeletedLately.ts';
import { countKnown } from './sweeps/countKnown.ts';
import { countMissing } from './sweeps/countMissing.ts';
import { listDeleteWords } from './sweeps/listDeleteWords.ts';
import { listMissing } from './sweeps/listMissing.ts';

export type StorePorts = Pick<
  EnginePorts,
  | 'leases'
  | 'flows'
  | 'runs'
  | 'inbox'
  | 'ledger'
  | 'parked'
  | 'replays'
  | 'sweeps'
  | 'links'
  | 'logs'
  | 'slots'
  | 'jobs'
>;

export interface EnginePortsOptions {
  pool: Pool;
  boss: PgBoss;
  listener: WorkListener;
  cipher: Cipher;
  resolveConnections: ResolveConnections;
  onError: (error: Error) => void;
}

/** The engine's stateful ports on PostgreSQL. */
export function createEnginePorts(options: EnginePortsOptions): StorePorts {
  const { pool, boss, listener, cipher, resolveConnections, onError } = options;
  return {
    leases: {
      acquire: (flowId, part, owner, ttlMs) => acquireLease(pool, flowId, part, owner, ttlMs),
      renew: (lease, ttlMs) => renewLease(pool, lease, ttlMs),
      release: (lease) => releaseLease(pool, lease),
    },
    flows: {
      load: (flowId, version) => loadActiveFlow(pool, resolveConnections, flowId, version),
      pause: (lease, reason, message, detail) => pauseByWorker(pool, lease, reason, message, detail),
    },
    runs: {
      open: (flowId, part) => openRuns(pool, flowId, part),
      begin: (lease, runId, window, worker) => beginRun(pool, lease, runId, window, worker),
      openRolling: (lease, feeder, version, worker, kind) =>
        openRollingRun(pool, lease, feeder, version, worker, kind),
      settle: (lease, settlement) => settlePage(pool, cipher, lease, settlement),
      openAttempt: (lease, attempt) => openAttempt(pool, lease, attempt),
      openAttempts: (flowId, part) => findAttempts(pool, flowId, part),
      closeAttempt: (...outcome) => closeAttempt(pool, ...outcome),
      wait: (lease, runId, wait) => waitRun(pool, lease, runId, wait),
      finishPart: (lease, runId, end) => finishPart(pool, boss, lease, runId, end),
    },
    inbox: {
      read: (flowId, node, part, parts, limit, bytes) =>
        readInbox(pool, flowId, node, part, parts, limit, bytes),
    },
    ledger: {
      read: (destinationId, keys) => readLedger(pool, destinationId, keys),
      keysOf: (destinationId, sourceKeys) => readKeysOf(pool, destinationId, sourceKeys),
    },
    parked: {
      read: (flowId, node, part, parts, limit) => readParked(pool, cipher, flowId, node, part, parts, limit),
      nextDue: (flowId, node, part, parts) => findNextDue(pool, flowId, node, part, parts),
      expire: () => expireParked(pool),
    },
    replays: { read: (runId, after, limit) => readReplay(pool, cipher, runId, after, limit) },
    sweeps: {
      count: (runId, destinationId) => countMissing(pool, runId, destinationId),
      missing: (runId, destinationId, after, limit) => listMissing(pool, runId, destinationId, after, limit),
      known: (destinationId) => countKnown(pool, destinationId),
      deleted: (runId, node) => countDeleted(pool, runId, node),
      deletedLately: (destinationId, minutes) => countDeletedLately(pool, destinationId, minutes),
      words: (destinationId, feeder) => listDeleteWords(pool, destinationId, feeder),
    },
    links: { read: (destinationId, keys) => readLinks(pool, cipher, destinationId, keys) },
    logs: { append: (runId, entries) => appendLog(pool, runId, entries) },
    slots: {
      due: () => findDueSlots(pool),
      fire: (due, decisions, next) => fireSlot(pool, boss, due, decisions, next),
      orphans: () => findOrphans(pool),
    },
    jobs: {
      enqueue: (job, jobOptions) => enqueueParts(boss, pool, [job], jobOptions),
      consume: (concurrency, handler, signal) =>
        consumeJobs(boss, pool, listener, concurrency, handler, signal, onError),
      onOrders: (flowId, callback) =>
        listener.hearOrders((name) => {
          if (name === null || name === flowId) callback();
        }),
      onWake: (flowId, part, callback) => {
        const mine = partName({ flowId, part });
        // A lost connection may have lost a call, so its return counts as one.
        return listener.subscribe((name) => {
          if (name === null || name === mine) callback();
        });
      },
    },
  };
}
