import { compileExpression, functionNames } from '@syncline/mapping';
import type { DataRecord, FieldSchema } from '@syncline/model';
import { Suspense, useMemo } from 'react';
import type { Completion } from '../../forms/code/completeFrom.ts';
import { lazyPart } from '../../parts/lazyPart.ts';
import { TextArea } from '../../parts/TextInput.tsx';
import { showValue } from './showValue.ts';

const CodeEditor = lazyPart(() => import('../../forms/code/CodeEditor.tsx'));

type ExpressionInputProps = {
  value: string;
  onChange: (value: string) => void;
  fields: readonly FieldSchema[];
  records: readonly DataRecord[];
  label: string;
  /** Shows what the expression gives for the first records. */
  results?: boolean;
};

/** An expression with completion of fields, its problem at its place, and its results. */
export function ExpressionInput({ value, onChange, fields, records, label, results }: ExpressionInputProps) {
  const completions = useMemo(() => completionsOf(fields, records[0]), [fields, records]);
  const compiled = useMemo(() => (value.trim() === '' ? null : compileExpression(value)), [value]);
  const issue = compiled?.kind === 'invalid' ? compiled.issues[0] : undefined;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Suspense
        fallback={
          <TextArea
            mono
            aria-label={label}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        }
      >
        <CodeEditor
          language="expression"
          label={label}
          value={value}
          onChange={onChange}
          completions={completions}
          placeholder={'first & " " & last'}
          problemAt={issue?.position}
          invalid={issue !== undefined}
        />
      </Suspense>
      {issue && (
        <p role="alert" className="text-xs text-failed">
          {issue.message} At character {issue.position + 1}.
        </p>
      )}
      {compiled?.kind === 'slow' && (
        <p className="text-xs text-ink-3">
          This one runs on the server. Its results show with Test this step.
        </p>
      )}
      {results && compiled?.kind === 'fast' && records.length > 0 && (
        <div className="text-xs">
          <p className="text-ink-3">
            Gives for the first {Math.min(5, records.length)} records, before its changes
          </p>
          <ol aria-label="Results" className="font-mono text-ink">
            {records.slice(0, 5).map((record, index) => (
              // Records may be equal; their place is what tells them apart.
              <li key={index} className="truncate leading-5">
                {evaluate(compiled.evaluate, record)}
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}

function evaluate(run: (record: DataRecord) => Parameters<typeof showValue>[0], record: DataRecord): string {
  try {
    return showValue(run(record));
  } catch (error) {
    return error instanceof Error ? error.message : 'No result';
  }
}

const plainName = /^[A-Za-z_]\w*$/;

function completionsOf(fields: readonly FieldSchema[], record: DataRecord | undefined): Completion[] {
  const names = new Set([...fields.map(({ name }) => name), ...Object.keys(record ?? {})]);
  const sampleOf = (name: string) =>
    record && Object.hasOwn(record, name) ? showValue(record[name]).slice(0, 40) : '';
  return [
    ...[...names].map((name) => ({
      label: name,
      // A name with blanks or signs stands in backticks, as JSONata has it.
      apply: plainName.test(name) ? name : `\`${name}\``,
      detail: sampleOf(name),
      type: 'variable' as const,
    })),
    ...functionNames.map((name) => ({
      label: name.startsWith('$') ? name : `$${name}`,
      detail: 'function',
      type: 'function' as const,
    })),
  ];
}
