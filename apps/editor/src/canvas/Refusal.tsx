import { useEffect } from 'react';
import { useCanvas, useCanvasStore } from './CanvasContext.tsx';

const shownFor = 4000;

/** Why a line was not drawn, where it was dropped. Also spoken. */
export function Refusal() {
  const store = useCanvasStore();
  const refusal = useCanvas((state) => state.refusal);
  useEffect(() => {
    if (!refusal) return;
    const timer = setTimeout(() => store.setState({ refusal: null }), shownFor);
    return () => clearTimeout(timer);
  }, [refusal, store]);
  if (!refusal) return null;
  return (
    <p
      style={{ left: refusal.x + 12, top: refusal.y + 10 }}
      className="pointer-events-none absolute z-(--z-popover) max-w-64 animate-appear rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs text-failed shadow-float"
    >
      {refusal.reason}
    </p>
  );
}
