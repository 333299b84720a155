import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { joinClasses } from './classes.ts';

type SplitPaneProps = {
  /** What the separator sizes: "Inspector". */
  label: string;
  /** `columns`: side by side; `rows`: one above the other. */
  direction: 'columns' | 'rows';
  /** Which of the two has a fixed size in pixels. The other takes the rest. */
  fixed: 'first' | 'second';
  initial: number;
  min: number;
  max: number;
  /** Keeps the size in this browser under this name. */
  rememberAs?: string;
  first: ReactNode;
  second: ReactNode;
  className?: string;
};

const keyStep = 16;

/** Two panes and a separator that moves by pointer and by arrow keys. Home and End go to the bounds. */
export function SplitPane({
  label,
  direction,
  fixed,
  initial,
  min,
  max,
  rememberAs,
  first,
  second,
  className,
}: SplitPaneProps) {
  const bound = (size: number) => Math.round(Math.min(max, Math.max(min, size)));
  const [size, setSize] = useState(() => bound(readSize(rememberAs) ?? initial));
  const drag = useRef<{ start: number; size: number } | null>(null);
  const columns = direction === 'columns';
  // Moving right or down makes the first pane larger and the second smaller.
  const sign = fixed === 'first' ? 1 : -1;

  const resize = (next: number) => {
    const bounded = bound(next);
    setSize(bounded);
    if (rememberAs) storeSize(rememberAs, bounded);
  };
  const place = (event: PointerEvent) => (columns ? event.clientX : event.clientY);
  const press = (event: KeyboardEvent) => {
    const [less, more] = columns ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const next = {
      [less]: size - keyStep * sign,
      [more]: size + keyStep * sign,
      Home: min,
      End: max,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  };

  const track = fixed === 'first' ? `${size}px 1px minmax(0,1fr)` : `minmax(0,1fr) 1px ${size}px`;
  return (
    <div
      className={joinClasses('grid h-full min-h-0 min-w-0', className)}
      style={columns ? { gridTemplateColumns: track } : { gridTemplateRows: track }}
    >
      <div className="min-h-0 min-w-0">{first}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be focused and sized */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={columns ? 'vertical' : 'horizontal'}
        aria-valuenow={size}
        aria-valuemin={min}
        aria-valuemax={max}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { start: place(event), size };
        }}
        onPointerMove={(event) => {
          if (drag.current) resize(drag.current.size + (place(event) - drag.current.start) * sign);
        }}
        onPointerUp={() => {
          drag.current = null;
        }}
        onDoubleClick={() => resize(initial)}
        className={joinClasses(
          'relative touch-none bg-line hover:bg-accent-line after:absolute',
          columns
            ? 'cursor-col-resize after:inset-y-0 after:-left-1 after:w-2'
            : 'cursor-row-resize after:inset-x-0 after:-top-1 after:h-2',
        )}
      />
      <div className="min-h-0 min-w-0">{second}</div>
    </div>
  );
}

function readSize(name: string | undefined): number | undefined {
  if (!name) return undefined;
  try {
    const stored = Number(localStorage.getItem(`syncline.split.${name}`) ?? Number.NaN);
    return Number.isFinite(stored) ? stored : undefined;
  } catch {
    return undefined; // Storage may be refused; the initial size then serves.
  }
}

function storeSize(name: string, size: number): void {
  try {
    localStorage.setItem(`syncline.split.${name}`, String(size));
  } catch {
    // Storage may be full or refused. The size then holds until the page is left.
  }
}
