import { X } from 'lucide-react';
import { joinClasses } from '../parts/classes.ts';
import { IconButton } from '../parts/IconButton.tsx';
import { Select } from '../parts/Select.tsx';
import { TextArea, TextInput } from '../parts/TextInput.tsx';
import type { DraftField, ValueKind } from './recordDraft.ts';

const kinds: readonly { value: ValueKind; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'json', label: 'JSON' },
  { value: 'nothing', label: 'Nothing' },
];
const truths = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
] as const;

type DraftFieldRowProps = {
  field: DraftField;
  failing: boolean;
  problem: string | undefined;
  fixed: boolean;
  onChange: (field: DraftField) => void;
  onRemove: () => void;
};

/** One field of a record that is edited: name, type, value. */
export function DraftFieldRow({ field, failing, problem, fixed, onChange, onRemove }: DraftFieldRowProps) {
  const name = field.name || 'new field';
  const wrong = failing || problem !== undefined;
  return (
    <li
      className={joinClasses(
        'grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-1.5 rounded-sm max-wide:pb-1.5 wide:grid-cols-[minmax(96px,148px)_104px_minmax(0,1fr)_auto]',
        failing && '-mx-2 bg-failed-soft px-2 py-1.5',
      )}
    >
      {fixed ? (
        <span className="truncate font-mono text-xs text-ink-2" title={field.name}>
          {field.name}
        </span>
      ) : (
        <TextInput
          mono
          size="sm"
          aria-label={`Name of ${name}`}
          value={field.name}
          onChange={(event) => onChange({ ...field, name: event.target.value })}
        />
      )}
      <Select
        size="sm"
        label={`Type of ${name}`}
        value={field.kind}
        options={kinds}
        onChange={(kind) => onChange({ ...field, kind, text: textFor(kind, field.text) })}
        className="w-26"
      />
      <span className="max-wide:order-4 max-wide:col-span-3">
        <ValueInput field={field} name={name} wrong={wrong} onChange={onChange} />
      </span>
      {fixed ? <span /> : <IconButton size="sm" icon={X} label={`Take ${name} away`} onClick={onRemove} />}
      {problem && (
        <p role="alert" className="order-5 col-span-full text-xs text-failed">
          {problem}
        </p>
      )}
    </li>
  );
}

type ValueInputProps = Pick<DraftFieldRowProps, 'field' | 'onChange'> & { name: string; wrong: boolean };

function ValueInput({ field, name, wrong, onChange }: ValueInputProps) {
  const label = `Value of ${name}`;
  const invalid = wrong ? { 'aria-invalid': true as const } : {};
  if (field.kind === 'nothing') return <span className="px-2.5 text-xs text-ink-3">nothing</span>;
  if (field.kind === 'boolean')
    return (
      <Select
        size="sm"
        label={label}
        value={field.text === 'true' ? 'true' : 'false'}
        options={truths}
        onChange={(text) => onChange({ ...field, text })}
        className="w-full"
      />
    );
  if (field.kind === 'json')
    return (
      <TextArea
        mono
        rows={1}
        aria-label={label}
        {...invalid}
        value={field.text}
        onChange={(event) => onChange({ ...field, text: event.target.value })}
        className="[&>textarea]:min-h-6"
      />
    );
  return (
    <TextInput
      mono
      size="sm"
      aria-label={label}
      {...invalid}
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      value={field.text}
      onChange={(event) => onChange({ ...field, text: event.target.value })}
      className="w-full"
    />
  );
}

/** What of the text fits the new type; a number or a text is kept as it is typed. */
function textFor(kind: ValueKind, text: string): string {
  if (kind === 'boolean') return text === 'false' || text === '0' || text === '' ? 'false' : 'true';
  if (kind === 'json') return text === '' ? '[]' : JSON.stringify(text);
  return text;
}
