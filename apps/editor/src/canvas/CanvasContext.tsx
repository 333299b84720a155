import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CanvasState, CanvasStoreApi, ZoomLevel } from './canvasStore.ts';

const Context = createContext<CanvasStoreApi | null>(null);
export const CanvasProvider = Context.Provider;

/** The canvas' own store. The outline shares its lists, so both have it around them. */
export function useCanvasStore(): CanvasStoreApi {
  const store = useContext(Context);
  if (!store) throw new Error('This part needs the canvas store around it.');
  return store;
}

export const useCanvas = <T,>(select: (state: CanvasState) => T): T => useStore(useCanvasStore(), select);

/** Changes three times over the whole range of zoom, so cards do not hear of each step of the wheel. */
export const ZoomLevelContext = createContext<ZoomLevel>('full');

/** Set while the flow is paused: how many events are kept. */
export const PausedContext = createContext<number | null>(null);
