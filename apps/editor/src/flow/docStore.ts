import {
  edgePort,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowSettings,
} from '@syncline/model';
import { type TemporalState, temporal } from 'zundo';
import { createStore, type StoreApi } from 'zustand/vanilla';
import * as edit from './edits.ts';

/** What a person edits. Everything in it can be undone; selection, panels and runs live in other stores. */
export interface DocState {
  document: FlowDocument;
  /** Logical connection name -> connection id. */
  bindings: Record<string, string>;
}

export interface DocActions {
  addNode(name: string, node: FlowNode, at: [number, number]): void;
  removeNodes(names: readonly string[]): void;
  /** One entry in the history however many steps moved. */
  moveNodes(places: Record<string, [number, number]>): void;
  connect(edge: FlowEdge): void;
  disconnect(edges: readonly FlowEdge[]): void;
  /** Puts a step into an edge: a -> b becomes a -> step -> b. */
  insertNode(name: string, node: FlowNode, at: [number, number], into: FlowEdge): void;
  setConfig(name: string, config: Record<string, unknown>): void;
  setTitle(name: string, title: string): void;
  setNotes(name: string, notes: string): void;
  setConnection(name: string, connection: string | undefined, connectionId?: string): void;
  setFlow(
    part: Partial<Pick<FlowDocument, 'name' | 'description' | 'tables' | 'notes'>> & {
      settings?: Partial<FlowSettings>;
    },
  ): void;
  /** Adds pasted steps under new names; gives the names. */
  paste(piece: edit.Piece, at: [number, number]): string[];
  /** Replaces all of it: a server's newer draft, an import. Not an entry of the history. */
  load(state: DocState): void;
}

export type DocStore = DocState & DocActions;
export type DocStoreApi = StoreApi<DocStore> & { temporal: StoreApi<TemporalState<DocState>> };

const historyLimit = 200;

/** One store for one open flow. */
export function createDocStore(initial: DocState): DocStoreApi {
  const made: DocStoreApi = createStore<DocStore>()(
    temporal(
      (set, get) => {
        const change = (update: (document: FlowDocument) => FlowDocument) =>
          set({ document: update(get().document) });
        return {
          ...initial,
          addNode: (name, node, at) => change((document) => edit.addNode(document, name, node, at)),
          removeNodes: (names) => change((document) => edit.removeNodes(document, names)),
          moveNodes: (places) =>
            change((document) => ({ ...document, layout: { ...document.layout, ...places } })),
          connect: (edge) => change((document) => edit.connect(document, edge)),
          disconnect: (edges) => change((document) => edit.disconnect(document, edges)),
          insertNode: (name, node, at, into) =>
            change((document) => {
              const without = edit.disconnect(edit.addNode(document, name, node, at), [into]);
              const port = edgePort(into);
              const first: FlowEdge = port === 'out' ? [into[0], name] : [into[0], name, port];
              return edit.connect(edit.connect(without, first), [name, into[1]]);
            }),
          setConfig: (name, config) =>
            change((document) => edit.changeNode(document, name, (node) => ({ ...node, config }))),
          setTitle: (name, title) =>
            change((document) => edit.changeNode(document, name, (node) => ({ ...node, title }))),
          setNotes: (name, notes) =>
            change((document) => edit.changeNode(document, name, (node) => ({ ...node, notes }))),
          setConnection: (name, connection, connectionId) =>
            set(({ document, bindings }) => ({
              document: edit.changeNode(document, name, ({ connection: _old, ...node }) =>
                connection === undefined ? node : { ...node, connection },
              ),
              bindings:
                connection !== undefined && connectionId !== undefined
                  ? { ...bindings, [connection]: connectionId }
                  : bindings,
            })),
          setFlow: ({ settings, ...part }) =>
            change((document) => ({
              ...document,
              ...part,
              ...(settings ? { settings: { ...document.settings, ...settings } } : {}),
            })),
          paste: (piece, at) => {
            const { document, names } = edit.paste(get().document, piece, at);
            set({ document });
            return names;
          },
          load: (state) => {
            const history = made.temporal.getState();
            const wasTracking = history.isTracking;
            history.pause();
            set(state);
            if (wasTracking) history.resume();
          },
        };
      },
      {
        limit: historyLimit,
        partialize: ({ document, bindings }) => ({ document, bindings }),
        equality: (before, after) => before.document === after.document && before.bindings === after.bindings,
      },
    ),
  );
  return made;
}
