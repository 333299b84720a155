import { Fragment, type ReactNode } from 'react';
import { Link } from 'wouter';
import { joinClasses } from './classes.ts';

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned, tabular. */
  numeric?: boolean;
  mono?: boolean;
  /** Takes what width is left and cuts its text. */
  grows?: boolean;
  /** Left out on a phone. */
  wideOnly?: boolean;
};

type TableProps<Row> = {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row leads. The first column carries the link, which covers the whole row. */
  rowHref?: (row: Row) => string;
  /** 28 px rows, for previews. */
  compact?: boolean;
  selectedKey?: string | null;
  /** A line across the table above this row: a group's heading. */
  rowAbove?: (row: Row, index: number) => ReactNode;
  /** A line across the table at its end: "61 more runs". */
  foot?: ReactNode;
  className?: string;
};

/** Rows of the same kind of thing. Columns answer what, why, since when and how many. */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowHref,
  compact,
  selectedKey,
  rowAbove,
  foot,
  className,
}: TableProps<Row>) {
  const cellLook = (column: Column<Row>) =>
    joinClasses(
      compact ? 'px-2.5' : 'px-3',
      'border-b border-line whitespace-nowrap',
      column.numeric ? 'text-right tabular-nums' : 'text-left',
      column.grows && 'w-full max-w-0 truncate',
      column.wideOnly && 'max-wide:hidden',
    );
  const across = (key: string, content: ReactNode) => (
    <tr key={key}>
      <td
        colSpan={columns.length}
        className={joinClasses(
          compact ? 'px-2.5' : 'px-3',
          'border-b border-line pt-2 pb-1 text-xs font-medium text-ink-3',
        )}
      >
        {content}
      </td>
    </tr>
  );
  return (
    // A region that scrolls sideways must be reachable by keyboard; its links make it so when rows lead somewhere.
    <div
      className={joinClasses('relative min-w-0 overflow-x-auto', className)}
      {...(!rowHref && { tabIndex: 0, role: 'region', 'aria-label': label })}
    >
      <table aria-label={label} className="w-full border-separate border-spacing-0 tabular-nums">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={joinClasses(
                  cellLook(column),
                  compact ? 'h-(--row-compact) bg-sunken' : 'h-8',
                  'text-xs font-medium text-ink-3',
                )}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const key = rowKey(row);
            const above = rowAbove?.(row, index);
            return (
              <Fragment key={key}>
                {above && across(`above-${key}`, above)}
                <tr
                  aria-current={selectedKey === key ? 'true' : undefined}
                  className={joinClasses(
                    'relative',
                    selectedKey === key ? 'bg-selected' : 'hover:bg-hover',
                    rowHref &&
                      'has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-focus',
                  )}
                >
                  {columns.map((column, position) => (
                    <td
                      key={column.key}
                      className={joinClasses(
                        cellLook(column),
                        compact ? 'h-(--row-compact)' : 'h-10',
                        column.mono && 'font-mono text-xs',
                      )}
                    >
                      {rowHref && position === 0 ? (
                        <Link
                          href={rowHref(row)}
                          className="text-ink outline-none after:absolute after:inset-0"
                        >
                          {column.cell(row)}
                        </Link>
                      ) : (
                        column.cell(row)
                      )}
                    </td>
                  ))}
                </tr>
              </Fragment>
            );
          })}
          {foot && across('foot', foot)}
        </tbody>
      </table>
    </div>
  );
}
