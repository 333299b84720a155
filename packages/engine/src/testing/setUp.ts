import { createMemoryStore, type MemoryStore } from './memoryStore.ts';
import { pretendFlow, pretendPlan } from './pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './pretendSystem.ts';
import type { StoredRun } from './storedRun.ts';

/** Rows k0, k1, … in their first version. */
export const rowsOf = (count: number, more: (n: number) => Partial<Row> = () => ({})): Row[] =>
  Array.from({ length: count }, (_, n) => ({ key: `k${n}`, version: 1, record: { n }, ...more(n) }));

/** A store and a system with 35 rows in pages of ten, and the pretend flow between them. */
export function setUp(
  system: Partial<PretendSystem> = {},
  settings: Parameters<typeof pretendPlan>[0] = {},
): { store: MemoryStore; system: PretendSystem } {
  return {
    store: createMemoryStore(pretendFlow(pretendPlan(settings))),
    system: createPretendSystem({ rows: rowsOf(35), ...system }),
  };
}

export const linesOf = (store: MemoryStore, run: StoredRun): string[] =>
  store.logs.filter(({ runId }) => runId === run.runId).map(({ entry }) => entry.text);

/** The run as the store has it now. */
export const stored = (store: MemoryStore, run: StoredRun): StoredRun =>
  store.runs.find((one) => one.runId === run.runId) ?? run;
