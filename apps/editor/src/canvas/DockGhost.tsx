import { StickyNote } from 'lucide-react';
import { createPortal } from 'react-dom';
import { Icon } from '../parts/Icon.tsx';
import { useCanvas } from './CanvasContext.tsx';
import { families } from './families.ts';

/** What is being dragged out of the dock, at the pointer. */
export function DockGhost() {
  const dragging = useCanvas((state) => state.dragging);
  const into = useCanvas((state) => state.dropEdge !== null);
  if (!dragging) return null;
  const family = families.find(({ id }) => id === dragging.family);
  return createPortal(
    <div
      aria-hidden="true"
      style={{ left: dragging.x, top: dragging.y }}
      className="pointer-events-none fixed z-(--z-toast) flex h-11 w-44 -translate-1/2 items-center gap-2 rounded-lg border border-accent bg-panel px-3 font-semibold opacity-90"
    >
      <Icon of={family?.icon ?? StickyNote} />
      {family?.label ?? 'Note'}
      {into && <span className="ml-auto text-2xs font-medium text-accent-text">into this line</span>}
    </div>,
    document.body,
  );
}
