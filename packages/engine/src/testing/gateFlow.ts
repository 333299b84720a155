import type { PlanStep } from '@syncline/model';
import { expect } from 'vitest';
import { startWorker, until } from './drain.ts';
import { createMemoryStore, type MemoryStore } from './memoryStore.ts';
import { pretendFlow, pretendPlan, pretendStep as step } from './pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './pretendSystem.ts';

export const approve = step('gate', { type: 'approve', role: 'checkpoint', config: { whenExpired: 'stay' } });
export const hold = step('gate', {
  type: 'hold',
  role: 'checkpoint',
  config: { cron: '0 18 * * *', timezone: 'UTC' },
});
export const crossing = step('gate', {
  type: 'crossing',
  role: 'checkpoint',
  config: {
    where: { match: 'all', tests: [{ field: 'paid', is: 'equals', value: true, ignoreCase: true }] },
  },
});

/** Trigger and schedule into one map, one checkpoint, one destination. */
export function setUpGate(
  gate: PlanStep,
  system: Partial<PretendSystem> = {},
  settings: Parameters<typeof pretendPlan>[0] = {},
): { store: MemoryStore; system: PretendSystem } {
  const feeds = (node: string) => ({ out: [node] });
  const steps = [
    step('changes', { type: 'pretend.trigger', role: 'trigger', next: feeds('clean') }),
    step('nightly', { type: 'pretend.schedule', role: 'schedule', next: feeds('clean') }),
    step('clean', {
      type: 'map',
      role: 'transform',
      config: { rest: 'keep', fields: [] },
      next: feeds('gate'),
    }),
    { ...gate, next: feeds('list') },
    step('list', { type: 'pretend.upsert', role: 'destination', config: { deletes: 'delete' } }),
  ];
  return {
    store: createMemoryStore(pretendFlow(pretendPlan(settings, steps))),
    system: createPretendSystem(system),
  };
}

export const post = (store: MemoryStore, row: Row) => store.post('changes', row.key, row);

/** A person decides, and the part hears of it. */
export function approveAll(store: MemoryStore, ...keys: string[]): number {
  const decided = store.checkpoints.approve(...keys);
  for (let part = 0; part < store.flow.plan.settings.parts; part += 1)
    store.queue.enqueue({ flowId: store.flow.flowId, part });
  return decided;
}

export const total = (store: MemoryStore, node: string, outcome: string) =>
  store.runs.reduce((sum, { counts }) => sum + (counts[node]?.outcomes[outcome as 'parked'] ?? 0), 0);

/** Every record that came into a node left it or ended there, in each run. */
export function checkAccount({ runs, queue, attempts }: MemoryStore): void {
  expect(queue.failures).toEqual([]);
  expect(attempts.size).toBe(0);
  for (const { counts, status } of runs) {
    expect(['succeeded', 'partial']).toContain(status);
    for (const { in: came, out, outcomes } of Object.values(counts))
      expect(came).toBe(out + Object.values(outcomes).reduce((sum, records) => sum + (records ?? 0), 0));
  }
}

/** Works off the inbox. What waits for a time keeps the queue busy for as long. */
export async function takeAll(store: MemoryStore, system: PretendSystem): Promise<void> {
  const worker = startWorker(store, system);
  await until(() => store.inbox.length === 0);
  await worker.stop();
}

export const waiting = ({ checkpoints }: MemoryStore) =>
  checkpoints.parked.filter(({ state }) => state === 'waiting');
