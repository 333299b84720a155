import { openSchema } from '@syncline/model';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useCheck } from '../../flow/FlowContext.tsx';
import { isObject } from '../../forms/formField.ts';
import { Button } from '../../parts/Button.tsx';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { Status } from '../../parts/Status.tsx';
import { ExpressionInput } from '../mapping/ExpressionInput.tsx';
import { samplePaths } from '../mapping/samplePaths.ts';
import { useSamples } from '../usePreview.ts';
import { countPassing } from './countPassing.ts';
import { TestRow } from './TestRow.tsx';

type ConditionBuilderProps = {
  name: string;
  value: unknown;
  path: string;
  errors: Readonly<Record<string, string>>;
  /** What happens to records that pass: "pass", "take this path". */
  verb: string;
  onChange: (condition: Record<string, unknown>, key: string | null) => void;
};

const ways = [
  { value: 'all', label: 'All are true' },
  { value: 'any', label: 'Any is true' },
  { value: 'expression', label: 'Expression' },
] as const;
const firstTest = { field: '', is: 'equals', value: '' };

/** A condition as tests in words, or as an expression, with how many samples it lets through. */
export function ConditionBuilder({ name, value, path, errors, verb, onChange }: ConditionBuilderProps) {
  const source = useCheck((check) => check.inputs[name]) ?? openSchema;
  const samples = useSamples(name);
  const records = useMemo(() => samples.records.map((one) => one.record), [samples.records]);
  const options = useMemo(() => samplePaths(source.fields, records), [source, records]);
  const condition = isObject(value) ? value : {};
  const isExpression = typeof condition.expression === 'string';
  const tests = Array.isArray(condition.tests) ? condition.tests.filter(isObject) : [];
  const match = condition.match === 'any' ? 'any' : 'all';
  const text = JSON.stringify(condition);
  const passing = useMemo(() => countPassing(JSON.parse(text), source, records), [text, source, records]);

  const choose = (way: 'all' | 'any' | 'expression') => {
    if (way === 'expression') onChange({ expression: '' }, null);
    else
      onChange({ ...(way === 'any' && { match: way }), tests: tests.length > 0 ? tests : [firstTest] }, null);
  };
  const write = (next: readonly Record<string, unknown>[], key: string | null) =>
    onChange({ ...(match === 'any' && { match }), tests: next }, key);
  const shown = tests.length > 0 || isExpression ? tests : [firstTest];
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <SegmentedControl
        label="How the tests count"
        value={isExpression ? 'expression' : match}
        segments={ways}
        onChange={choose}
      />
      {isExpression ? (
        <div data-path={`${path}.expression`}>
          <ExpressionInput
            label="Condition"
            value={String(condition.expression)}
            fields={source.fields}
            records={records}
            onChange={(expression) => onChange({ expression }, 'expression')}
          />
        </div>
      ) : (
        <>
          <ol className="flex min-w-0 flex-col gap-1.5">
            {shown.map((test, index) => (
              // Tests have no id; their place is what they are known by.
              <TestRow
                key={index}
                test={test}
                index={index}
                path={`${path}.tests.${index}`}
                options={options}
                error={messageIn(errors, `${path}.tests.${index}`)}
                canRemove={shown.length > 1}
                onChange={(next, key) =>
                  write(
                    shown.map((one, place) => (place === index ? next : one)),
                    key && `tests.${index}.${key}`,
                  )
                }
                onRemove={() =>
                  write(
                    shown.filter((_one, place) => place !== index),
                    null,
                  )
                }
              />
            ))}
          </ol>
          <Button
            size="sm"
            icon={Plus}
            className="self-start"
            onClick={() => write([...shown, firstTest], null)}
          >
            Add a test
          </Button>
        </>
      )}
      <PassingLine passing={passing} count={records.length} verb={verb} loading={samples.loading} />
    </div>
  );
}

type PassingLineProps = {
  passing: ReturnType<typeof countPassing>;
  count: number;
  verb: string;
  loading: boolean;
};

function PassingLine({ passing, count, verb, loading }: PassingLineProps) {
  if (passing.kind === 'unknown') return <p className="text-xs text-ink-3">{passing.why}</p>;
  if (count === 0) {
    return (
      <p className="text-xs text-ink-3">{loading ? 'Reading samples' : 'No samples to try it on yet.'}</p>
    );
  }
  const passed = passing.passed.filter(Boolean).length;
  return (
    <p role="status">
      <Status kind={passed === 0 ? 'warning' : 'success'}>
        {passed} of {count} samples {verb}
      </Status>
    </p>
  );
}

function messageIn(errors: Readonly<Record<string, string>>, path: string): string | undefined {
  const key = Object.keys(errors).find((one) => one === path || one.startsWith(`${path}.`));
  return key === undefined ? undefined : errors[key];
}
