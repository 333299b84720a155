import type { NodeCounts, RunStatus } from '@syncline/model';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** What the newest run of the open flow shows on the canvas: counts by step name. */
export interface RunState {
  runId: string | null;
  status: RunStatus | null;
  counts: Record<string, NodeCounts>;
  startedAt: string | null;
}

export interface RunActions {
  /** Called at most once per animation frame. */
  show(state: RunState): void;
  clear(): void;
}

export type RunStoreApi = StoreApi<RunState & RunActions>;

const nothing: RunState = { runId: null, status: null, counts: {}, startedAt: null };

export function createRunStore(): RunStoreApi {
  return createStore<RunState & RunActions>()((set) => ({
    ...nothing,
    show: (state) => set(state),
    clear: () => set(nothing),
  }));
}
