import type { MappingEnv, MappingRow } from '@syncline/mapping';
import type { DataRecord, FieldSchema } from '@syncline/model';
import { useMemo, useState } from 'react';
import { FieldPicker } from '../../forms/FieldPicker.tsx';
import { LiteralInput } from '../../forms/LiteralInput.tsx';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { ExpressionInput } from './ExpressionInput.tsx';
import { plainPath } from './pathWords.ts';
import type { RowSource } from './rows.ts';
import { samplePaths } from './samplePaths.ts';

type SourceEditorProps = {
  row: MappingRow;
  path: string;
  env: MappingEnv;
  records: readonly DataRecord[];
  onChange: (source: RowSource, key: string | null) => void;
};

type Mode = 'field' | 'value' | 'expression';
const modes: readonly { value: Mode; label: string }[] = [
  { value: 'field', label: 'Field' },
  { value: 'value', label: 'Fixed value' },
  { value: 'expression', label: 'Expression' },
];

const modeOf = (row: MappingRow): Mode =>
  row.expression !== undefined ? 'expression' : row.value !== undefined ? 'value' : 'field';

/** Where the value of a row comes from: a field, always the same, or an expression. */
export function SourceEditor({ row, path, env, records, onChange }: SourceEditorProps) {
  const held = modeOf(row);
  // A mode that was chosen and has nothing in it yet is not in the document.
  const [chosen, setChosen] = useState<Mode>(held);
  const empty = row.from === undefined && row.value === undefined && row.expression === undefined;
  const mode = empty ? chosen : held;
  const options = useMemo(() => samplePaths(env.source.fields, records), [env.source.fields, records]);
  const choose = (next: Mode) => {
    setChosen(next);
    if (next === 'value' && held !== 'value') onChange({ value: '' }, null);
    if (next === 'expression' && held !== 'expression')
      onChange({ expression: expressionOf(row.from, env.source.fields) }, null);
    if (next === 'field' && held !== 'field') onChange({ from: undefined }, null);
  };
  return (
    <section className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-center gap-2">
        <h3 className="font-medium">From</h3>
        <span className="ml-auto">
          <SegmentedControl label="Source of the value" value={mode} segments={modes} onChange={choose} />
        </span>
      </div>
      {mode === 'field' && (
        <span data-path={`${path}.from`} className="flex">
          <FieldPicker
            label="Source field"
            className="flex-1"
            value={row.from === undefined ? '' : plainPath(row.from)}
            options={options}
            placeholder="Choose or type a field"
            onChange={(from) => from !== '' && onChange({ from }, null)}
          />
        </span>
      )}
      {mode === 'value' && (
        <span data-path={`${path}.value`}>
          <LiteralInput
            label="Fixed value"
            value={row.value}
            onChange={(value) => onChange({ value }, 'value')}
          />
        </span>
      )}
      {mode === 'expression' && (
        <div data-path={`${path}.expression`}>
          <ExpressionInput
            label="Expression"
            value={row.expression ?? ''}
            fields={env.source.fields}
            records={records}
            results
            onChange={(text) => onChange({ expression: text === '' ? undefined : text }, 'expression')}
          />
        </div>
      )}
    </section>
  );
}

/** A field as an expression: what the person had is the best beginning. */
function expressionOf(from: string | undefined, fields: readonly FieldSchema[]): string {
  if (from !== undefined) return /^[A-Za-z_][\w.]*$/.test(from) ? from : `\`${from.replaceAll('`', '')}\``;
  const first = fields.find(({ name }) => /^[A-Za-z_]\w*$/.test(name));
  return first?.name ?? '""';
}
