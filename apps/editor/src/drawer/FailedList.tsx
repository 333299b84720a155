import type { Preview } from '@syncline/model';
import { useMemo } from 'react';
import { EmptyState } from '../parts/EmptyState.tsx';
import { Status } from '../parts/Status.tsx';
import { type Column, Table } from '../parts/Table.tsx';

type Failure = Preview['failed'][number] & { id: string };

const columns: readonly Column<Failure>[] = [
  { key: 'why', head: 'Why', cell: (one) => <Status kind="failed">{one.message}</Status> },
  { key: 'field', head: 'Field', cell: (one) => one.field ?? '', mono: true },
  { key: 'key', head: 'Record', cell: (one) => one.key ?? 'no key', mono: true },
  {
    key: 'code',
    head: 'Code',
    cell: (one) => <span className="text-ink-3">{one.code}</span>,
    mono: true,
    wideOnly: true,
  },
];

type FailedListProps = { failed: Preview['failed']; records: Preview['input'] };

/** Samples that did not make it through the step, with the reason. */
export function FailedList({ failed, records }: FailedListProps) {
  const rows = useMemo(() => failed.map((one, index) => ({ ...one, id: String(index) })), [failed]);
  if (rows.length === 0) {
    return (
      <EmptyState title="No sample fails here">
        {records.length > 0
          ? `All ${records.length} samples get through. A record that fails in a run waits under Failed records.`
          : 'There were no samples to try.'}
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Table label="Failed samples" compact columns={columns} rows={rows} rowKey={(row) => row.id} />
    </div>
  );
}
