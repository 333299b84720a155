import type { Diagnostic, RecordSchema, Validation } from '@syncline/model';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** What the compiler said of the draft last. */
export interface CheckState {
  diagnostics: readonly Diagnostic[];
  byNode: Readonly<Record<string, readonly Diagnostic[]>>;
  schemas: Readonly<Record<string, RecordSchema>>;
  inputs: Readonly<Record<string, RecordSchema>>;
  delivery: Readonly<Record<string, string>>;
  /** True while a newer draft is being checked. */
  checking: boolean;
}

export interface CheckActions {
  begin(): void;
  show(validation: Validation): void;
}

export type CheckStoreApi = StoreApi<CheckState & CheckActions>;

export function createCheckStore(): CheckStoreApi {
  return createStore<CheckState & CheckActions>()((set) => ({
    diagnostics: [],
    byNode: {},
    schemas: {},
    inputs: {},
    delivery: {},
    checking: false,
    begin: () => set({ checking: true }),
    show: ({ diagnostics, schemas, inputs, delivery }) =>
      set({ diagnostics, byNode: groupByNode(diagnostics), schemas, inputs, delivery, checking: false }),
  }));
}

function groupByNode(diagnostics: readonly Diagnostic[]): Record<string, Diagnostic[]> {
  const groups: Record<string, Diagnostic[]> = {};
  for (const diagnostic of diagnostics) {
    if (diagnostic.node === undefined) continue;
    groups[diagnostic.node] ??= [];
    groups[diagnostic.node]?.push(diagnostic);
  }
  return groups;
}
