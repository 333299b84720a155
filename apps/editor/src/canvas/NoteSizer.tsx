import { type PointerEvent, useRef } from 'react';
import { useReactFlow } from 'reactflow';
import { joinClasses } from '../parts/classes.ts';

/** A note's place and size on the canvas. */
export type NoteBox = { x: number; y: number; width: number; height: number };

type NoteSizerProps = {
  box: NoteBox;
  onSize: (box: NoteBox) => void;
  /** The hand let go; null when it only pressed or was interrupted. */
  onEnd: (box: NoteBox | null) => void;
};

const least = { width: 120, height: 44 };
const corners = [
  { id: 'nw', left: true, top: true, place: '-top-1 -left-1 cursor-nwse-resize' },
  { id: 'ne', left: false, top: true, place: '-top-1 -right-1 cursor-nesw-resize' },
  { id: 'sw', left: true, top: false, place: '-bottom-1 -left-1 cursor-nesw-resize' },
  { id: 'se', left: false, top: false, place: '-right-1 -bottom-1 cursor-nwse-resize' },
] as const;

/** The four corners of a chosen note. Our own: the library's would load with every first canvas. */
export function NoteSizer({ box, onSize, onEnd }: NoteSizerProps) {
  const flow = useReactFlow();
  const drag = useRef<{ from: NoteBox; x: number; y: number; now: NoteBox | null } | null>(null);

  const begin = (event: PointerEvent<HTMLSpanElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: box, x: event.clientX, y: event.clientY, now: null };
  };
  const move = (event: PointerEvent, left: boolean, top: boolean) => {
    const held = drag.current;
    if (!held) return;
    const zoom = flow.getZoom();
    const [dx, dy] = [(event.clientX - held.x) / zoom, (event.clientY - held.y) / zoom];
    const width = Math.max(least.width, held.from.width + (left ? -dx : dx));
    const height = Math.max(least.height, held.from.height + (top ? -dy : dy));
    held.now = {
      x: left ? held.from.x + held.from.width - width : held.from.x,
      y: top ? held.from.y + held.from.height - height : held.from.y,
      width,
      height,
    };
    onSize(held.now);
  };
  const end = (kept: boolean) => {
    const held = drag.current;
    drag.current = null;
    if (held) onEnd(kept ? held.now : null);
  };
  return corners.map(({ id, left, top, place }) => (
    <span
      key={id}
      onPointerDown={begin}
      onPointerMove={(event) => move(event, left, top)}
      onPointerUp={() => end(true)}
      onPointerCancel={() => end(false)}
      className={joinClasses(
        'nodrag nopan absolute size-2 touch-none rounded-full border border-accent bg-panel',
        'before:absolute before:-inset-2',
        place,
      )}
    />
  ));
}
