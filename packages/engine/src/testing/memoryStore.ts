import { createHash, randomUUID } from 'node:crypto';
import type { ReadWindow, Token } from '@syncline/model';
import { isTerminal } from '@syncline/model';
import { addCounts } from '../page/counts.ts';
import type {
  ActiveFlow,
  Attempt,
  ConnectorPort,
  DeadLetterWrite,
  EnginePorts,
  InboxItem,
  Lease,
  LedgerWrite,
  LinkState,
  LogEntry,
  PageSettlement,
  PartJob,
  PauseDetail,
  RecordEvent,
  RefusedConnection,
  RunWait,
} from '../ports.ts';
import { laneOf } from '../record/lane.ts';
import { createMemoryAttempts } from './memoryAttempts.ts';
import { createMemoryLeases } from './memoryLeases.ts';
import { createMemoryParked, type MemoryParked } from './memoryParked.ts';
import { createMemoryQueue, type MemoryQueue } from './memoryQueue.ts';
import { createMemorySweeps, type MemorySweeps, type StoredEntry } from './memorySweeps.ts';
import { newRun, type StoredRun } from './storedRun.ts';

/** The store of the tests: the same promises as the real one, in memory. Outlives any number of workers. */
export interface MemoryStore {
  flow: ActiveFlow;
  runs: StoredRun[];
  ledger: Map<string, StoredEntry>;
  attempts: Map<string, Attempt>;
  inbox: (InboxItem & { lane: number })[];
  deadLetters: (DeadLetterWrite & { runId: string })[];
  events: (RecordEvent & { runId: string })[];
  logs: { runId: string; entry: LogEntry }[];
  cursors: Map<string, Token>;
  paused: { reason: string; message: string; detail?: PauseDetail | RefusedConnection } | null;
  cancelRuns: Set<string>;
  settlements: PageSettlement[];
  checkpoints: MemoryParked;
  sweeps: MemorySweeps;
  links: Map<string, LinkState>;
  /** Milliseconds the clock of the store is ahead of this machine's. */
  skewMs: number;
  queue: MemoryQueue;
  /** As if the time of every lease were over. */
  expireLeases(): void;
  /** A run of a schedule for each part, and its jobs. */
  addRun(feeder: string, more?: Partial<StoredRun>): StoredRun;
  post(node: string, key: string, body: unknown): void;
  ports(connectors: ConnectorPort): EnginePorts;
}

const ledgerKey = (destinationId: string, key: string) => `${destinationId} ${key}`;

export function createMemoryStore(flow: ActiveFlow): MemoryStore {
  const queue = createMemoryQueue(() => Date.now() + store.skewMs);
  const now = () => new Date(Date.now() + store.skewMs);
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return ids;
  };

  const {
    fence,
    expire,
    port: leases,
  } = createMemoryLeases(
    (part) => {
      for (const run of store.runs) if (run.part === part && run.status === 'running') run.recoveries += 1;
    },
    () => {
      const { desired, version } = store.flow;
      return { desired, version, cancelRuns: [...store.cancelRuns] };
    },
  );
  const partOfRun = (lease: Lease, runId: string): StoredRun => {
    const found = store.runs.find((run) => run.runId === runId && run.part === lease.part);
    if (found === undefined) throw new Error(`no run ${runId}`);
    return found;
  };
  const writeLedger = (rows: LedgerWrite[]) => {
    for (const { destinationId, key, ...entry } of rows)
      store.ledger.set(ledgerKey(destinationId, key), entry);
  };

  const attempts = createMemoryAttempts(fence, writeLedger);
  const given = (feeder: string, part: number, runId = `${nextId()}`) => ({
    runId,
    flowId: flow.flowId,
    part,
    version: flow.version,
    feeder,
    createdAt: now(),
    low: store.cursors.get(feeder) ?? null,
  });

  const store: MemoryStore = {
    flow,
    runs: [],
    ledger: new Map(),
    attempts: attempts.attempts,
    inbox: [],
    deadLetters: [],
    events: [],
    logs: [],
    cursors: new Map(),
    paused: null,
    cancelRuns: new Set(),
    settlements: [],
    checkpoints: createMemoryParked(now, nextId),
    sweeps: createMemorySweeps(
      () => store.ledger,
      () => store.runs,
      now,
      () => store.deadLetters,
    ),
    links: new Map(),
    skewMs: 0,
    queue,
    expireLeases: expire,
    addRun: (feeder, more = {}) => {
      const { parts } = flow.plan.settings;
      const runId = `${nextId()}`;
      const rows = Array.from({ length: parts }, (_, part) => newRun(given(feeder, part, runId), more));
      store.runs.push(...rows);
      for (const { part } of rows) queue.enqueue({ flowId: flow.flowId, part });
      return rows[0] as StoredRun;
    },
    post: (node, key, body) => {
      const id = `${nextId()}`.padStart(12, '0');
      const text = new TextEncoder().encode(JSON.stringify(body));
      const lane = laneOf(key);
      const request = { method: 'POST', headers: new Map<string, string>(), body: text };
      store.inbox.push({ id, node, lane, receivedAt: now(), request });
      queue.enqueue({ flowId: flow.flowId, part: lane % flow.plan.settings.parts });
    },
    ports: (connectors) => ({
      leases,
      flows: {
        load: async () => store.flow,
        pause: async (lease, reason, message, detail) => {
          fence(lease);
          if (detail !== undefined && 'connection' in detail && detail.readAt < store.flow.readAt)
            return false;
          store.paused = { reason, message, ...(detail && { detail }) };
          store.flow = { ...store.flow, desired: 'paused' };
          return true;
        },
      },
      runs: {
        open: async (_, part) =>
          store.runs
            .filter((run) => run.part === part && ['queued', 'running', 'backoff'].includes(run.status))
            .filter((run) => run.status !== 'backoff' || (run.resumesAt ?? now()) <= now())
            .map((run) => ({ ...run, cancelRequested: store.cancelRuns.has(run.runId) })),
        begin: async (lease, runId, window, worker) => {
          fence(lease);
          const run = partOfRun(lease, runId);
          const parts = store.runs.filter((other) => other.runId === runId);
          const known = parts.find((other) => other.window !== undefined)?.window;
          const holds: ReadWindow | null = known === undefined ? window : known;
          for (const other of parts) other.window = holds;
          run.status = 'running';
          run.startedAt ??= now();
          run.resumesAt = null;
          run.workers.push(worker);
          return holds;
        },
        openRolling: async (lease, feeder, version, worker, kind) => {
          fence(lease);
          const known = store.runs.find(
            (run) =>
              run.feeder === feeder &&
              run.part === lease.part &&
              run.version === version &&
              run.kind === kind &&
              !isTerminal(run.status),
          );
          if (known !== undefined) return { ...known };
          const begun = {
            kind,
            startedBy: kind === 'live' ? ('trigger' as const) : ('sync' as const),
            status: 'running' as const,
            startedAt: now(),
            window: null,
          };
          const run = newRun(given(feeder, lease.part), { ...begun, version, workers: [worker] });
          store.runs.push(run);
          return { ...run };
        },
        settle: async (lease, settlement) => {
          fence(lease);
          const run = partOfRun(lease, settlement.runId);
          if (run.pages !== settlement.page) throw new Error(`page ${settlement.page} is settled already`);
          if (isTerminal(run.status)) throw new Error('the run has ended');
          store.settlements.push(settlement);
          run.pages += 1;
          run.token = settlement.token ?? run.token;
          run.read += settlement.read;
          run.deadCount += settlement.deadLetters.length;
          run.tries = 0;
          run.status = 'running';
          run.resumesAt = null;
          run.spans.push(...settlement.spans);
          addCounts(run.counts, settlement.counts);
          writeLedger(settlement.ledger);
          store.sweeps.see(run.runId, settlement.seen);
          store.sweeps.noteDeleted(settlement.deleted ?? []);
          for (const { destinationId, key, ...state } of settlement.links)
            store.links.set(ledgerKey(destinationId, key), state);
          store.checkpoints.settle(settlement.parked, settlement.releasedIds, settlement.replayed);
          const done = new Set(settlement.inboxIds);
          store.inbox = store.inbox.filter(({ id }) => !done.has(id));
          for (const id of settlement.attemptIds) store.attempts.delete(id);
          store.events.push(...settlement.events.map((event) => ({ ...event, runId: run.runId })));
          store.deadLetters.push(
            ...settlement.deadLetters.map((letter) => ({ ...letter, runId: run.runId })),
          );
        },
        ...attempts.port,
        wait: async (lease, runId, wait: RunWait) => {
          fence(lease);
          const { spans = [], ...rest } = wait;
          const run = partOfRun(lease, runId);
          if (isTerminal(run.status)) throw new Error('the run has ended');
          Object.assign(run, rest);
          run.spans.push(...spans);
        },
        finishPart: async (lease, runId, { spans = [], ...end }) => {
          fence(lease);
          const run = partOfRun(lease, runId);
          if (isTerminal(run.status)) throw new Error('terminal states never change');
          Object.assign(run, end);
          run.spans.push(...spans);
          const parts = store.runs.filter((other) => other.runId === runId);
          if (!parts.every((other) => isTerminal(other.status))) return false;
          const isGood = parts.every(({ status }) => status === 'succeeded' || status === 'partial');
          if (isGood && run.window) store.cursors.set(run.feeder, run.window.high);
          return true;
        },
      },
      inbox: {
        read: async (_, node, part, parts, limit) =>
          store.inbox.filter((item) => item.node === node && item.lane % parts === part).slice(0, limit),
      },
      ledger: {
        read: async (destinationId, keys) =>
          new Map(
            keys.flatMap((key) => {
              const entry = store.ledger.get(ledgerKey(destinationId, key));
              return entry === undefined ? [] : [[key, entry] as const];
            }),
          ),
        keysOf: store.sweeps.keysOf,
      },
      ...store.checkpoints.ports(),
      sweeps: store.sweeps.port,
      links: {
        read: async (destinationId, keys) =>
          new Map(
            keys.flatMap((key) => {
              const state = store.links.get(ledgerKey(destinationId, key));
              return state === undefined ? [] : [[key, state] as const];
            }),
          ),
      },
      logs: {
        append: async (runId, entries) => void store.logs.push(...entries.map((entry) => ({ runId, entry }))),
      },
      slots: {
        due: async () => [],
        fire: async () => undefined,
        orphans: async () => [],
      },
      jobs: {
        enqueue: async (job: PartJob, options) => queue.enqueue(job, options?.startAfter),
        consume: queue.consume,
        onWake: queue.onWake,
        onOrders: queue.onOrders,
      },
      connectors,
      expressions: null,
      now,
      random: Math.random,
      newId: randomUUID,
      digest: (text) => createHash('sha256').update(text).digest('base64url').slice(0, 22),
    }),
  };
  return store;
}
