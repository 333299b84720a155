import { useMemo } from 'react';
import { Combobox } from '../../parts/Combobox.tsx';
import { Select } from '../../parts/Select.tsx';
import type { KindProps } from '../formContext.ts';
import { choicesOf } from '../formField.ts';

/** One of a fixed list. Above a dozen, found by typing. */
export function ChoiceField({ field, value, onChange }: KindProps) {
  const options = useMemo(() => {
    const choices = choicesOf(field.schema);
    // Something required has no "not set"; something with a default shows that default.
    return field.required || field.fallback !== undefined
      ? choices
      : [{ value: '', label: 'Not set' }, ...choices];
  }, [field]);
  const held = typeof value === 'string' ? value : typeof field.fallback === 'string' ? field.fallback : '';
  const choose = (next: string) => onChange(next);
  return options.length > 12 ? (
    <Combobox value={held} options={options} onChange={choose} />
  ) : (
    <Select value={held} options={options} onChange={choose} />
  );
}
