import type { Catalogue } from '@syncline/model';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CheckActions, CheckState, CheckStoreApi } from './checkStore.ts';
import type { DocStore, DocStoreApi } from './docStore.ts';
import type { RunActions, RunState, RunStoreApi } from './runStore.ts';
import type { UiStore, UiStoreApi } from './uiStore.ts';

/** The stores of one open flow, and what every part of the editor may read of the flow's surroundings. */
export interface OpenFlow {
  flowId: string;
  catalogue: Catalogue;
  doc: DocStoreApi;
  ui: UiStoreApi;
  check: CheckStoreApi;
  run: RunStoreApi;
}

const Context = createContext<OpenFlow | null>(null);
export const OpenFlowProvider = Context.Provider;

export function useOpenFlow(): OpenFlow {
  const open = useContext(Context);
  if (open === null) throw new Error('This part of the editor needs an open flow around it.');
  return open;
}

/** Select scalars by step name; a selector that returns `nodes` or `edges` whole renders on every change. */
export const useDoc = <T,>(select: (state: DocStore) => T): T => useStore(useOpenFlow().doc, select);
export const useUi = <T,>(select: (state: UiStore) => T): T => useStore(useOpenFlow().ui, select);
export const useCheck = <T,>(select: (state: CheckState & CheckActions) => T): T =>
  useStore(useOpenFlow().check, select);
export const useRun = <T,>(select: (state: RunState & RunActions) => T): T =>
  useStore(useOpenFlow().run, select);
