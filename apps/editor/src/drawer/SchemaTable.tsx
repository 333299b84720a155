import { typeInWords } from '@syncline/mapping';
import type { FieldSchema, RecordSchema } from '@syncline/model';
import { EmptyState } from '../parts/EmptyState.tsx';
import { type Column, Table } from '../parts/Table.tsx';

const columns: readonly Column<FieldSchema>[] = [
  { key: 'name', head: 'Field', cell: (field) => field.name, mono: true },
  { key: 'type', head: 'Type', cell: (field) => typeInWords(field.type) },
  { key: 'native', head: 'There', cell: (field) => field.nativeType ?? '', mono: true },
  {
    key: 'rule',
    head: 'Rule',
    cell: (field) =>
      [
        field.required ? 'required' : '',
        field.nullable ? '' : 'never empty',
        field.readOnly ? 'written by the system' : '',
        field.maxLength === undefined ? '' : `at most ${field.maxLength} characters`,
        field.options ? `one of ${field.options.join(', ')}` : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
    grows: true,
  },
];

/** Fields and their types, as far as they are known. */
export function SchemaTable({ schema }: { schema: RecordSchema | undefined }) {
  if (!schema || schema.fields.length === 0) {
    return (
      <EmptyState title="No fields known yet">
        They show here once the step is set up, or with the first record.
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <Table
        label="Fields"
        compact
        columns={columns}
        rows={schema.fields}
        rowKey={(field) => field.name}
        {...(schema.open && { foot: 'Other fields may appear' })}
      />
    </div>
  );
}
