import { useMemo } from 'react';
import { FieldPicker } from '../FieldPicker.tsx';
import type { KindProps } from '../formContext.ts';
import { useForm } from '../formContext.ts';
import { optionsOf } from './fieldOptions.ts';

/** One field of the records. A name that is not known yet can be typed. */
export function FieldField({ field, value, onChange }: KindProps) {
  const { fields } = useForm();
  const options = useMemo(() => optionsOf(fields), [fields]);
  return (
    <FieldPicker
      value={typeof value === 'string' ? value : ''}
      options={options}
      placeholder={field.ui.placeholder ?? 'Choose or type a field'}
      onChange={onChange}
    />
  );
}
