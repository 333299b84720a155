import type { Test } from '@syncline/mapping';
import { X } from 'lucide-react';
import { Chips } from '../../forms/Chips.tsx';
import { FieldPicker, type PickerOption } from '../../forms/FieldPicker.tsx';
import { LiteralInput } from '../../forms/LiteralInput.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { Select } from '../../parts/Select.tsx';
import { needsValue, operatorChoices, takesList, withOperator } from './testWords.ts';

type TestRowProps = {
  test: Record<string, unknown>;
  index: number;
  path: string;
  options: readonly PickerOption[];
  error: string | undefined;
  canRemove: boolean;
  onChange: (test: Record<string, unknown>, key: string | null) => void;
  onRemove: () => void;
};

const isOperator = (value: unknown): value is Test['is'] =>
  operatorChoices.some((choice) => choice.value === value);

/** One test: field, operator in words, value. */
export function TestRow({ test, index, path, options, error, canRemove, onChange, onRemove }: TestRowProps) {
  const is = isOperator(test.is) ? test.is : 'equals';
  const list = Array.isArray(test.value) ? test.value : [];
  return (
    <li
      data-path={path}
      className="flex min-w-0 scroll-m-4 flex-col gap-1.5 rounded-md border border-line bg-panel p-2"
    >
      <div className="flex min-w-0 items-center gap-1.5">
        <FieldPicker
          className="min-w-0 flex-1"
          label={`Field of test ${index + 1}`}
          value={typeof test.field === 'string' ? test.field : ''}
          options={options}
          placeholder="Choose or type a field"
          onChange={(field) => onChange({ ...test, field }, null)}
        />
        <Select
          label={`Comparison of test ${index + 1}`}
          value={is}
          options={operatorChoices}
          onChange={(next) => onChange(withOperator(test, next), null)}
          className="max-w-40"
        />
        <IconButton
          icon={X}
          size="sm"
          label={`Remove test ${index + 1}`}
          className={canRemove ? undefined : 'invisible'}
          onClick={onRemove}
        />
      </div>
      {needsValue(is) && !takesList(is) && (
        <LiteralInput
          label={`Value of test ${index + 1}`}
          value={test.value}
          onChange={(value) => onChange({ ...test, value }, 'value')}
        />
      )}
      {takesList(is) && (
        <>
          <Chips
            entries={list.map((entry) => String(entry))}
            onRemove={(place) => onChange({ ...test, value: list.filter((_one, at) => at !== place) }, null)}
          />
          <FieldPicker
            clears
            label={`Add a value to test ${index + 1}`}
            value=""
            options={[]}
            placeholder="Type a value, then Enter"
            onChange={(entry) => entry !== '' && onChange({ ...test, value: [...list, entry] }, null)}
          />
        </>
      )}
      {error && (
        <p role="alert" className="text-xs text-failed">
          {error}
        </p>
      )}
    </li>
  );
}
