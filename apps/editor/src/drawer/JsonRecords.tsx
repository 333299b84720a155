import { useUi } from '../flow/FlowContext.tsx';
import { CodeBlock } from '../parts/CodeBlock.tsx';
import type { DataRow } from './dataRows.ts';

/** The chosen record as JSON: one is read, a hundred are scrolled past. */
export function JsonRecords({ rows }: { rows: readonly DataRow[] }) {
  const chosen = useUi((ui) => ui.record);
  const index = Math.max(
    0,
    rows.findIndex(({ place }) => place === chosen),
  );
  const row = rows[index];
  if (!row) return null;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-3">
      <p className="text-xs text-ink-3">
        Record {index + 1} of {rows.length}
        {row.key !== null && (
          <>
            , key <span className="font-mono">{row.key}</span>
          </>
        )}
      </p>
      <CodeBlock label="Record" code={JSON.stringify(row.record, null, 2)} />
    </div>
  );
}
