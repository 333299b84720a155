import { type Breaker, createBreaker } from '../../deliver/breaker.ts';
import { createStrayWrites } from '../../deliver/strayWrites.ts';
import { createLanes, type Lanes } from '../../guard/lanes.ts';
import type { Session } from '../../part/session.ts';
import { makeReady } from '../../plan/readyFlow.ts';
import type { ConnectorPort, EnginePorts, RunPort } from '../../ports.ts';
import { workerDefaults } from '../../worker.ts';
import type { MemoryStore } from '../memoryStore.ts';
import type { Broken } from './broken.ts';
import type { Random } from './random.ts';

export interface MortalSession {
  session: Session;
  /** When it dies; never, if it doesn't. */
  died: Promise<void>;
  isDead(): boolean;
}

interface Setting {
  store: MemoryStore;
  connectors: ConnectorPort;
  random: Random;
  pause: () => Promise<void>;
  now: () => Date;
  broken: Broken;
  /** Dies at one of so many calls; 0 = never. */
  dieOnce: number;
}

const nobodyHolds: Lanes = { acquire: async () => () => undefined, whenWanted: () => () => undefined };

/** A part in the hands of a worker that may die before or after each of its calls: what it calls then never answers. */
export async function openMortalSession(setting: Setting): Promise<MortalSession> {
  const { store, connectors, random, pause, now, broken, dieOnce } = setting;
  let dead = false;
  const died = Promise.withResolvers<void>();
  const abort = new AbortController();
  const die = () => {
    dead = true;
    abort.abort(new Error('dead'));
    died.resolve();
  };
  const maybeDie = () => {
    if (dieOnce > 0 && !dead && random(dieOnce) === 0) die();
    return dead;
  };
  const mortal =
    <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await pause();
      if (dead || maybeDie()) return new Promise<never>(() => undefined);
      const answer = await method(...args);
      if (dead || maybeDie()) return new Promise<never>(() => undefined);
      await pause();
      return answer;
    };
  const wrap = <T extends object>(port: T, plain: readonly string[] = []): T =>
    // Same keys, same types: every async method of the port is one that may be the last.
    Object.fromEntries(
      Object.entries(port).map(([name, value]) => [
        name,
        typeof value === 'function' && !plain.includes(name) ? mortal(value) : value,
      ]),
    ) as T;

  store.expireLeases();
  const own = store.ports(connectors);
  const ports: EnginePorts = {
    ...own,
    runs: wrap(breakRuns(store, own.runs, broken), ['open']),
    ledger: wrap(own.ledger),
    sweeps: wrap(own.sweeps),
    inbox: wrap(own.inbox),
    logs: { append: async () => undefined },
    now,
    random: () => 0,
    connectors: {
      ...own.connectors,
      source: (type) => {
        const source = own.connectors.source(type);
        return source?.fetch === undefined ? source : { ...source, fetch: mortal(source.fetch) };
      },
      destination: (type) => {
        const destination = own.connectors.destination(type);
        return destination && wrap(destination);
      },
    },
  };
  const lease = await own.leases.acquire('flow', 0, `life ${random(1_000_000)}`, 3_600_000);
  if (lease === null) throw new Error('the lease of the dead is not over');
  const active = makeReady(store.flow, ports);
  const breakers = new Map<string, Breaker>();
  const never = new AbortController().signal;
  const session: Session = {
    ports,
    options: { ...workerDefaults, owner: lease.owner, livePageRecords: 1 + random(3) },
    lease,
    lanes: broken.lanes === true ? nobodyHolds : createLanes(),
    rest: { look: () => 0, until: async () => 'end', wake: () => undefined, end: () => undefined },
    active,
    readyOf: async () => active,
    breakerOf: (id) => {
      const breaker = breakers.get(id) ?? createBreaker();
      breakers.set(id, breaker);
      return breaker;
    },
    strays: createStrayWrites(),
    gaveWay: new Map(),
    cancelOf: () => never,
    abort: abort.signal,
    halt: never,
    stop: () => undefined,
    handOn: () => undefined,
    checkLease: () => undefined,
    leaveWork: () => undefined,
  };
  return { session, died: died.promise, isDead: () => dead };
}

function breakRuns(store: MemoryStore, runs: RunPort, { tombstones, doubt }: Broken): RunPort {
  return {
    ...runs,
    settle: async (lease, settlement) => {
      await runs.settle(lease, settlement);
      if (tombstones !== true) return;
      for (const { destinationId, key, state } of settlement.ledger)
        if (state === 'tombstone') store.ledger.delete(`${destinationId} ${key}`);
    },
    closeAttempt: (lease, id, rows, keepUntil) => {
      const told = doubt === true ? rows.filter(({ state }) => state !== 'uncertain') : rows;
      return runs.closeAttempt(lease, id, told, keepUntil);
    },
  };
}
