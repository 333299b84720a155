import { useCallback, useMemo, useRef } from 'react';
import { FormFieldRow } from '../FormFieldRow.tsx';
import type { KindProps } from '../formContext.ts';
import { isObject, isShown, readFields, withField } from '../formField.ts';

/** Fields that belong together, as an object of their own. */
export function GroupField({ field, value, onChange, path }: KindProps) {
  const fields = useMemo(() => readFields(field.schema), [field.schema]);
  const held = isObject(value) ? value : {};
  const latest = useRef(held);
  latest.current = held;
  const change = useCallback(
    (name: string, next: unknown, at: string) =>
      onChange(withField(latest.current, name, next), at.slice(path.length + 1)),
    [onChange, path],
  );
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 border-l border-line pl-3">
      <legend className="contents font-medium">{field.title}</legend>
      {field.description && <p className="text-xs text-ink-3">{field.description}</p>}
      {fields
        .filter((part) => isShown(part, fields, held))
        .map((part) => (
          <FormFieldRow
            key={part.name}
            field={part}
            path={`${path}.${part.name}`}
            value={held[part.name]}
            siblings={held}
            onChange={change}
          />
        ))}
    </fieldset>
  );
}
