import { TextInput } from '../../parts/TextInput.tsx';
import type { KindProps } from '../formContext.ts';

/** One line of text. */
export function TextField({ field, value, onChange }: KindProps) {
  const fallback = typeof field.fallback === 'string' ? field.fallback : undefined;
  return (
    <TextInput
      value={typeof value === 'string' ? value : ''}
      placeholder={field.ui.placeholder ?? fallback}
      maxLength={typeof field.schema.maxLength === 'number' ? field.schema.maxLength : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
