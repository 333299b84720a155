import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Remedy } from './remedy.ts';

/** How much of a card is drawn at this zoom. */
export type ZoomLevel = 'full' | 'compact' | 'block';

export const zoomLevel = (zoom: number): ZoomLevel =>
  zoom < 0.45 ? 'block' : zoom < 0.7 ? 'compact' : 'full';

/** What a list at the pointer is open for. */
export type PickerTask =
  /** A new step; from: it follows that step. family: only one button of the dock. into: an arrow it goes into. */
  | { kind: 'add'; family?: string; from?: { name: string; port: string }; before?: string; into?: string }
  | { kind: 'connect'; from: string }
  | { kind: 'find' };

export interface CanvasState {
  /** Arrow a dragged step would go into. */
  dropEdge: string | null;
  /** Open list; `at` in flow coordinates is where a step goes, `screen` where the list is drawn. */
  picker: { task: PickerTask; at?: { x: number; y: number }; screen?: { x: number; y: number } } | null;
  /** Why a connection was not made, said where it was tried. */
  refusal: { reason: string; remedy: Remedy | null; x: number; y: number } | null;
  /** Last thing said to a screen reader; counted, so that the same words can be said twice. */
  spoken: { words: string; count: number };
  /** Dragged from the dock: what, and where the pointer is. */
  dragging: { family: string; x: number; y: number } | null;
}

export type CanvasStoreApi = StoreApi<CanvasState>;

/** What only the canvas knows of itself. Never saved. */
export function createCanvasStore(): CanvasStoreApi {
  return createStore<CanvasState>()(() => ({
    dropEdge: null,
    picker: null,
    refusal: null,
    spoken: { words: '', count: 0 },
    dragging: null,
  }));
}

/** Says what happened to people who do not see it. */
export function speak(store: CanvasStoreApi, words: string): void {
  store.setState(({ spoken }) => ({ spoken: { words, count: spoken.count + 1 } }));
}
