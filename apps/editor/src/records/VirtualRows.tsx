import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { joinClasses } from '../parts/classes.ts';

type VirtualRowsProps = {
  /** What the list holds, for screen readers. */
  label: string;
  count: number;
  /** Usual height of a row; rows are measured when they are drawn. */
  rowHeight: number;
  row: (index: number) => ReactNode;
  rowKey: (index: number) => string;
  /** Called when the end comes near and more can be read. */
  onEnd?: (() => void) | undefined;
  /** Keeps this row in view. */
  current?: number;
  className?: string;
};

/** A long list of which only what is in view is drawn. Scrolls inside and reads on by itself. */
export function VirtualRows({
  label,
  count,
  rowHeight,
  row,
  rowKey,
  onEnd,
  current,
  className,
}: VirtualRowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: rowKey,
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && last >= count - 10) onEnd();
  }, [last, count, onEnd]);
  useEffect(() => {
    if (current !== undefined && current >= 0) rows.scrollToIndex(current, { align: 'auto' });
  }, [current, rows]);
  return (
    <div ref={box} className={joinClasses('min-h-0 overflow-y-auto', className)}>
      <ul aria-label={label} className="relative" style={{ height: rows.getTotalSize() }}>
        {shown.map((item) => (
          <li
            key={item.key}
            ref={rows.measureElement}
            data-index={item.index}
            aria-setsize={onEnd ? -1 : count}
            aria-posinset={item.index + 1}
            className="absolute inset-x-0 border-b border-line"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {row(item.index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
