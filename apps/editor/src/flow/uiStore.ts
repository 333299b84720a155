import { createStore, type StoreApi } from 'zustand/vanilla';

/** Where the person is: never saved, never undone. */
export interface UiState {
  selection: readonly string[];
  selectedEdges: readonly string[];
  /** Step whose inspector is open. */
  open: string | null;
  inspectorTab: string;
  /** Config path to focus once the inspector shows it; counted so that the same field can be asked for twice. */
  focus: { node: string; path: string; ask: number } | null;
  drawer: 'closed' | 'input' | 'output' | 'failed';
  problemsOpen: boolean;
  /** The list of what differs from the published version. */
  changesOpen: boolean;
  view: 'canvas' | 'outline';
  /** Sample record the mapping table and preview show. */
  record: number;
}

export interface UiActions {
  select(names: readonly string[]): void;
  selectEdges(ids: readonly string[]): void;
  openStep(name: string | null): void;
  /** Opens the step and puts the cursor into a field: every problem is a link through this. */
  focusField(node: string, path: string): void;
  set(part: Partial<UiState>): void;
}

export type UiStore = UiState & UiActions;
export type UiStoreApi = StoreApi<UiStore>;

export function createUiStore(): UiStoreApi {
  return createStore<UiStore>()((set, get) => ({
    selection: [],
    selectedEdges: [],
    open: null,
    inspectorTab: 'main',
    focus: null,
    drawer: 'closed',
    problemsOpen: false,
    changesOpen: false,
    view: 'canvas',
    record: 0,
    select: (selection) =>
      set({ selection, ...(selection.length === 1 ? { open: selection[0] ?? null } : {}) }),
    selectEdges: (selectedEdges) => set({ selectedEdges }),
    openStep: (open) => set({ open, selection: open === null ? [] : [open], inspectorTab: 'main' }),
    focusField: (node, path) =>
      set({
        open: node,
        selection: [node],
        inspectorTab: 'main',
        focus: { node, path, ask: (get().focus?.ask ?? 0) + 1 },
      }),
    set: (part) => set(part),
  }));
}
