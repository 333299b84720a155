import { FieldPicker } from '../FieldPicker.tsx';
import type { KindProps } from '../formContext.ts';
import { useForm } from '../formContext.ts';

/** One field of the records. A name that is not known yet can be typed. */
export function FieldField({ field, value, onChange }: KindProps) {
  const { fields } = useForm();
  return (
    <FieldPicker
      value={typeof value === 'string' ? value : ''}
      options={fields ?? []}
      placeholder={field.ui.placeholder ?? 'Choose or type a field'}
      onChange={onChange}
    />
  );
}
