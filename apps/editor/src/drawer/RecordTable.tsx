import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useOpenFlow, useUi } from '../flow/FlowContext.tsx';
import { showValue } from '../inspector/mapping/showValue.ts';
import { joinClasses } from '../parts/classes.ts';
import { Icon } from '../parts/Icon.tsx';
import { statusGlyphs, statusText } from '../parts/Status.tsx';
import type { DataColumn, DataRow } from './dataRows.ts';

type RecordTableProps = { columns: readonly DataColumn[]; rows: readonly DataRow[] };

const rowHeight = 28;
const virtualFrom = 100;

/** Records as rows. The chosen one is the record the mapping table shows, too. */
export function RecordTable({ columns, rows }: RecordTableProps) {
  const { ui } = useOpenFlow();
  const chosen = useUi((state) => state.record);
  const box = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: rows.length > virtualFrom,
  });
  useEffect(() => {
    box.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const items = virtual.getVirtualItems();
  const drawn =
    rows.length > virtualFrom ? items.map(({ index }) => index) : rows.map((_row, index) => index);
  const above = rows.length > virtualFrom ? (items[0]?.start ?? 0) : 0;
  const below = rows.length > virtualFrom ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const hasPorts = rows.some(({ port }) => port !== null);
  return (
    <section
      ref={box}
      aria-label="Records"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto -outline-offset-2!"
    >
      <table
        aria-label="Records"
        aria-rowcount={rows.length + 1}
        className="w-full border-separate border-spacing-0"
      >
        <thead>
          <tr>
            <th scope="col" className={joinClasses(headCell, 'w-9')}>
              <span className="sr-only">Result</span>
            </th>
            {hasPorts && (
              <th scope="col" className={headCell}>
                way out
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={joinClasses(headCell, column.numeric && 'text-right')}
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr style={{ height: above }} />}
          {drawn.map((index) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <tr
                key={row.id}
                aria-current={row.place === chosen ? 'true' : undefined}
                aria-rowindex={index + 2}
                onClick={() => ui.getState().set({ record: row.place })}
                className={row.place === chosen ? 'bg-selected' : 'hover:bg-hover'}
              >
                <td className={cell}>
                  <Icon
                    of={statusGlyphs[row.op === 'delete' ? 'skipped' : 'success']}
                    size="sm"
                    className={statusText[row.op === 'delete' ? 'skipped' : 'success']}
                  />
                  <span className="sr-only">{row.op === 'delete' ? 'deleted' : 'comes through'}</span>
                </td>
                {hasPorts && <td className={cell}>{row.port}</td>}
                {columns.map((column) => (
                  <td
                    key={column.name}
                    className={joinClasses(
                      cell,
                      'max-w-72 truncate font-mono text-xs',
                      column.numeric && 'text-right',
                      row.unchanged.has(column.name) || isNothing(row.record[column.name])
                        ? 'text-ink-3'
                        : 'text-ink',
                    )}
                  >
                    {showValue(row.record[column.name])}
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 && <tr style={{ height: below }} />}
        </tbody>
      </table>
      {rows.some(({ unchanged }) => unchanged.size > 0) && (
        <p className="sticky left-0 px-2.5 py-1.5 text-xs text-ink-3">
          Grey values passed through unchanged.
        </p>
      )}
    </section>
  );
}

const isNothing = (value: unknown): boolean => value === undefined || value === null;
const cell = 'h-(--row-compact) border-b border-line px-2.5 text-left whitespace-nowrap';
const headCell =
  'sticky top-0 z-(--z-panel) h-(--row-compact) border-b border-line bg-sunken px-2.5 text-left text-xs font-medium whitespace-nowrap text-ink-3';
