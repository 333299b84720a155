import { Chips } from '../Chips.tsx';
import { FieldPicker } from '../FieldPicker.tsx';
import { type KindProps, useForm } from '../formContext.ts';
import { isObject } from '../formField.ts';

const namesIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((name): name is string => typeof name === 'string')
    : typeof value === 'string' && value !== ''
      ? [value]
      : [];

/** Several fields of the records, in order. */
export function FieldsField({ field, value, onChange }: KindProps) {
  const { fields } = useForm();
  const chosen = namesIn(value);
  const left = (fields ?? []).filter((option) => !chosen.includes(option.value));
  // Where one name may stand without its list, one name does: that is how people write the document by hand.
  const takesText =
    Array.isArray(field.schema.anyOf) &&
    field.schema.anyOf.some((part) => isObject(part) && part.type === 'string');
  const write = (names: string[]) => onChange(takesText && names.length === 1 ? names[0] : names);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Chips entries={chosen} onRemove={(index) => write(chosen.filter((_name, place) => place !== index))} />
      <FieldPicker
        value=""
        clears
        options={left}
        placeholder={chosen.length === 0 ? (field.ui.placeholder ?? 'Choose or type a field') : 'Add a field'}
        onChange={(name) => name !== '' && !chosen.includes(name) && write([...chosen, name])}
      />
    </div>
  );
}
