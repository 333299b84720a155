import type { EnginePorts } from '../ports.ts';
import type { WorkerOptions } from '../run/runWork.ts';
import { createWorker, type Worker } from '../worker.ts';
import type { MemoryStore } from './memoryStore.ts';
import type { PretendSystem } from './pretendSystem.ts';

const quick: Partial<WorkerOptions> = { lingerMs: 15, heartbeatMs: 50, leaseTtlMs: 5_000, stopMs: 500 };
let workers = 0;

export function startWorker(
  store: MemoryStore,
  system: PretendSystem,
  options: Partial<WorkerOptions> = {},
  change: (ports: EnginePorts) => EnginePorts = (ports) => ports,
): Worker {
  workers += 1;
  const ports = change({ ...store.ports(system.connectors), random: () => 0 });
  const worker = createWorker(ports, { ...quick, owner: `worker ${workers}`, ...options });
  worker.start();
  return worker;
}

/** Waits until something holds, at most so long. */
export async function until(holds: () => boolean, mostMs = 10_000): Promise<void> {
  const end = performance.now() + mostMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`still not so after ${mostMs} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Lets a worker do all there is, then stops it. */
export async function drain(
  store: MemoryStore,
  system: PretendSystem,
  options: Partial<WorkerOptions> = {},
): Promise<void> {
  // Nothing comes from outside any more: there is nothing to linger for.
  const worker = startWorker(store, system, { lingerMs: 2, ...options });
  try {
    await until(() => !store.queue.isBusy());
  } finally {
    await worker.stop();
  }
}
