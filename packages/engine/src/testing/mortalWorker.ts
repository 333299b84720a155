import type { EnginePorts } from '../ports.ts';
import type { WorkerOptions } from '../run/runWork.ts';
import { createWorker } from '../worker.ts';
import type { MemoryStore } from './memoryStore.ts';
import type { PretendSystem } from './pretendSystem.ts';

/** Dies at its n-th call into the world: before the call has its effect, or after it but before the answer. */
export interface Death {
  atCall: number;
  when: 'before' | 'after';
}

let born = 0;

/**
 * Runs a worker until it dies, or has nothing left to do. The dead do nothing more: their calls never come back.
 *
 * @returns true when it died.
 */
export async function liveAndDie(
  store: MemoryStore,
  system: PretendSystem,
  death: Death,
  options: Partial<WorkerOptions> = {},
): Promise<boolean> {
  let calls = 0;
  let dead = false;
  const died = Promise.withResolvers<void>();
  const die = () => {
    dead = true;
    died.resolve();
    return new Promise<never>(() => undefined);
  };
  // A wrapped method is called as it was; only the time of its answer differs.
  const mortal =
    <A extends unknown[], R>(method: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (dead) return new Promise<never>(() => undefined);
      calls += 1;
      const own = calls;
      if (own === death.atCall && death.when === 'before') return die();
      const answer = await method(...args);
      if (dead || own === death.atCall) return die();
      return answer;
    };
  const answersAtOnce = new Set(['consume', 'onWake', 'onOrders', 'wholeState', 'matches', 'batchSize']);
  const wrap = <T extends object>(port: T): T =>
    // Same keys, same types: every async method of the port is a method that may be the last one.
    Object.fromEntries(
      Object.entries(port).map(([name, value]) => [
        name,
        typeof value === 'function' && !answersAtOnce.has(name) ? mortal(value) : value,
      ]),
    ) as T;

  const ports = store.ports(system.connectors);
  const all: EnginePorts = {
    ...ports,
    random: () => 0,
    leases: wrap(ports.leases),
    flows: wrap(ports.flows),
    runs: wrap(ports.runs),
    inbox: wrap(ports.inbox),
    ledger: wrap(ports.ledger),
    sweeps: wrap(ports.sweeps),
    parked: wrap(ports.parked),
    links: wrap(ports.links),
    replays: wrap(ports.replays),
    jobs: wrap(ports.jobs),
    connectors: {
      ...ports.connectors,
      source: (type) => {
        const source = ports.connectors.source(type);
        return source?.fetch === undefined ? source : { ...source, fetch: mortal(source.fetch) };
      },
      destination: (type) => {
        const destination = ports.connectors.destination(type);
        return destination && wrap(destination);
      },
    },
  };
  born += 1;
  const stop = new AbortController();
  const owner = `mortal ${born}`;
  const worker = createWorker(all, {
    owner,
    lingerMs: 4,
    heartbeatMs: 60_000,
    leaseTtlMs: 120_000,
    stopMs: 50,
    ...options,
  });
  worker.start();
  const idle = (async () => {
    while (store.queue.isBusy() && !dead) await new Promise((resolve) => setTimeout(resolve, 1));
  })();
  await Promise.race([died.promise, idle]);
  stop.abort();
  const stopped = worker.stop();
  if (!dead) await stopped;
  else store.queue.forget();
  return dead;
}
