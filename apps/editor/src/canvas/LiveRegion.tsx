import { useCanvas } from './CanvasContext.tsx';

/** Says connections, moves and results to a screen reader. */
export function LiveRegion() {
  const { words, count } = useCanvas((state) => state.spoken);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {/* The key makes the same words twice two announcements. */}
      <span key={count}>{words}</span>
    </div>
  );
}
