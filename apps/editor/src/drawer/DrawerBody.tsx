import type { Preview, RecordSchema } from '@syncline/model';
import { useMemo } from 'react';
import { useCheck } from '../flow/FlowContext.tsx';
import { EmptyState } from '../parts/EmptyState.tsx';
import type { DataTab, RecordView } from './DataDrawer.tsx';
import { dataRows } from './dataRows.ts';
import { FailedList } from './FailedList.tsx';
import { JsonRecords } from './JsonRecords.tsx';
import { RecordTable } from './RecordTable.tsx';
import { SchemaTable } from './SchemaTable.tsx';

type DrawerBodyProps = { name: string; preview: Preview; tab: DataTab; view: RecordView };

/** The chosen side of a step in the chosen form. */
export function DrawerBody({ name, preview, tab, view }: DrawerBodyProps) {
  const schema: RecordSchema | undefined = useCheck((check) =>
    tab === 'input' ? check.inputs[name] : (check.schemas[name] ?? check.inputs[name]),
  );
  const data = useMemo(
    () => dataRows(preview, tab === 'input' ? 'input' : 'output', schema),
    [preview, tab, schema],
  );
  if (tab === 'failed') return <FailedList failed={preview.failed} records={preview.input} />;
  if (view === 'schema') return <SchemaTable schema={schema} />;
  if (data.rows.length === 0) return <NothingHere tab={tab} preview={preview} />;
  if (view === 'json') return <JsonRecords rows={data.rows} />;
  return <RecordTable columns={data.columns} rows={data.rows} />;
}

function NothingHere({ tab, preview }: { tab: DataTab; preview: Preview }) {
  if (tab === 'input' && preview.output.length > 0) {
    return (
      <EmptyState title="Nothing comes in">
        This step is where records begin. What it reads is under Output.
      </EmptyState>
    );
  }
  if (tab === 'output' && preview.failed.length > 0) {
    return (
      <EmptyState title="No record came through">
        All {preview.failed.length} samples failed here. Failed says why.
      </EmptyState>
    );
  }
  if (tab === 'output' && preview.filtered > 0) {
    return (
      <EmptyState title="No record passed">
        {preview.filtered} of {preview.input.length} samples do not fit the condition.
      </EmptyState>
    );
  }
  if (tab === 'output' && preview.input.length > 0) {
    return (
      <EmptyState title="Nothing leaves this step">
        {preview.input.length} samples come in. A destination writes them when the flow runs; a preview writes
        nothing.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No records yet">
      {preview.from}. They show here as soon as the source has some.
    </EmptyState>
  );
}
