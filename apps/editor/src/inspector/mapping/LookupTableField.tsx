import type { ReferenceTable } from '@syncline/model';
import { Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { useDoc } from '../../flow/FlowContext.tsx';
import type { KindProps } from '../../forms/formContext.ts';
import { IconButton } from '../../parts/IconButton.tsx';
import { Select } from '../../parts/Select.tsx';
import { TableDialog } from './TableDialog.tsx';

const noTables: Readonly<Record<string, ReferenceTable>> = {};

/** Chooses one of the flow's reference tables, makes one, or changes it. */
export function LookupTableField({ value, onChange, field }: KindProps) {
  const tables = useDoc((state) => state.document.tables) ?? noTables;
  const [editing, setEditing] = useState<string | null>(null);
  const chosen = typeof value === 'string' && Object.hasOwn(tables, value) ? value : null;
  return (
    <span className="flex items-center gap-1.5">
      <Select
        className="min-w-0 flex-1"
        label={field.title}
        value={chosen}
        placeholder={Object.keys(tables).length === 0 ? 'No table yet' : 'Choose a table'}
        onChange={onChange}
        options={Object.entries(tables).map(([name, table]) => ({
          value: name,
          label: name,
          hint: `${table.rows.length} rows by ${table.key}`,
        }))}
      />
      {chosen !== null && (
        <IconButton
          icon={Pencil}
          size="sm"
          label={`Change table ${chosen}`}
          onClick={() => setEditing(chosen)}
        />
      )}
      <IconButton icon={Plus} size="sm" label="New table" onClick={() => setEditing('')} />
      {editing !== null && <TableDialog name={editing} onClose={() => setEditing(null)} onSaved={onChange} />}
    </span>
  );
}

/** Chooses a column of the table beside it. */
export function LookupColumnField({ value, onChange, field, siblings }: KindProps) {
  const name = typeof siblings.table === 'string' ? siblings.table : '';
  const table = useDoc((state) =>
    state.document.tables && Object.hasOwn(state.document.tables, name)
      ? state.document.tables[name]
      : undefined,
  );
  const columns = [...new Set(table?.rows.flatMap((row) => Object.keys(row)))].filter(
    (column) => column !== table?.key,
  );
  return (
    <Select
      label={field.title}
      value={typeof value === 'string' && columns.includes(value) ? value : null}
      placeholder={table ? 'Choose a column' : 'Choose a table first'}
      disabled={!table}
      onChange={onChange}
      options={columns.map((column) => ({ value: column, label: column }))}
    />
  );
}
