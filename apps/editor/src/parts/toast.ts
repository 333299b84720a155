import { create } from 'zustand';
import type { StatusKind } from './Status.tsx';

export type Toast = {
  /** The same verb as the button that caused it: "Published version 15". */
  title: string;
  detail?: string;
  kind?: Extract<StatusKind, 'success' | 'warning' | 'failed'>;
  /** One way on or back: "Undo", "Open run". */
  action?: { label: string; run: () => void };
};

type ToastQueue = { waiting: readonly Toast[]; requested: boolean };

/** Toasts asked for before the part that shows them is loaded. */
export const useToastQueue = create<ToastQueue>(() => ({ waiting: [], requested: false }));

/** Says that something is done. Not for what stays true: put that where it belongs. */
export function showToast(toast: Toast): void {
  useToastQueue.setState(({ waiting }) => ({ waiting: [...waiting, toast], requested: true }));
}

/** Takes what waits out of the queue. From the store and not from a render, which may be older than the last toast. */
export function takeToasts(): readonly Toast[] {
  const { waiting } = useToastQueue.getState();
  if (waiting.length > 0) useToastQueue.setState({ waiting: [] });
  return waiting;
}
