import { NumberInput } from '../parts/NumberInput.tsx';
import { Select } from '../parts/Select.tsx';
import { TextInput } from '../parts/TextInput.tsx';

type LiteralInputProps = {
  value: unknown;
  onChange: (value: unknown) => void;
  label: string;
  /** Whether "nothing" is a value here. */
  takesEmpty?: boolean;
  /** Whether there may be no value at all, which is another thing. */
  mayBeLeftOut?: boolean;
};

type Kind = 'left-out' | 'text' | 'number' | 'yes' | 'no' | 'empty' | 'json';
const kinds: readonly { value: Kind; label: string }[] = [
  { value: 'left-out', label: 'Left out' },
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'empty', label: 'Empty' },
  { value: 'json', label: 'JSON' },
];

const kindOf = (value: unknown): Kind => {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null) return 'empty';
  return typeof value === 'object' ? 'json' : 'text';
};

const asNumber = (text: string): number => {
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) ? number : 0;
};

/** One fixed value with what it is: the text 17 and the number 17 are two things. */
export function LiteralInput({
  value,
  onChange,
  label,
  takesEmpty = true,
  mayBeLeftOut = false,
}: LiteralInputProps) {
  const kind = mayBeLeftOut && value === undefined ? 'left-out' : kindOf(value);
  const offered = kinds.filter(
    (one) =>
      one.value === kind ||
      (one.value === 'left-out' ? mayBeLeftOut : one.value === 'empty' ? takesEmpty : one.value !== 'json'),
  );
  const text = value === undefined || value === null ? '' : String(value);
  const change = (next: Kind) => {
    if (next === 'number') onChange(asNumber(text));
    else if (next === 'text') onChange(typeof value === 'boolean' ? '' : text);
    else if (next === 'empty') onChange(null);
    else if (next === 'left-out') onChange(undefined);
    else if (next !== 'json') onChange(next === 'yes');
  };
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Select
        label={`${label}, kind`}
        value={kind}
        options={offered}
        onChange={change}
        className="shrink-0"
      />
      {kind === 'text' && (
        <TextInput
          aria-label={label}
          className="flex-1"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {typeof value === 'number' && (
        <NumberInput
          aria-label={label}
          className="flex-1"
          value={value}
          onChange={(next) => onChange(next ?? 0)}
        />
      )}
      {kind === 'json' && <span className="truncate font-mono text-xs">{JSON.stringify(value)}</span>}
    </span>
  );
}
