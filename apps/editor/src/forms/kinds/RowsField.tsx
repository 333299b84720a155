import { Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../../parts/Button.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { FormFieldRow } from '../FormFieldRow.tsx';
import { type KindProps, useForm } from '../formContext.ts';
import { type FormField, isObject, isShown, readFields, withField } from '../formField.ts';

const rowsIn = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.map((row) => (isObject(row) ? row : {})) : [];

/** Several objects of one shape, one below the other. Rare settings of a row are shown where they are set. */
export function RowsField({ field, value, onChange, path }: KindProps) {
  const { errors } = useForm();
  const { items } = field.schema;
  const fields = useMemo(() => (isObject(items) ? readFields(items) : []), [items]);
  const rows = rowsIn(value);
  const own = Object.hasOwn(errors, path) ? errors[path] : undefined;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="contents font-medium">{field.title}</legend>
      {field.description && <p className="text-xs text-ink-3">{field.description}</p>}
      {rows.map((row, index) => (
        // Rows have no name of their own, and what is in them changes while it is typed; the place is what stays.
        <fieldset
          key={index}
          aria-label={`${field.title} ${index + 1}`}
          className="flex min-w-0 items-start gap-1.5 border-l border-line pl-3"
        >
          <div className="grid min-w-0 grow grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-2">
            {shownIn(fields, row).map((part) => (
              <FormFieldRow
                key={part.name}
                field={part}
                path={`${path}.${index}.${part.name}`}
                value={row[part.name]}
                siblings={row}
                onChange={(name, next, at) =>
                  onChange(rows.with(index, withField(row, name, next)), at.slice(path.length + 1))
                }
              />
            ))}
          </div>
          <IconButton
            icon={X}
            size="sm"
            label={`Remove row ${index + 1}`}
            onClick={() => onChange(rows.filter((_row, place) => place !== index))}
          />
        </fieldset>
      ))}
      {own && <p className="text-xs text-failed">{own}</p>}
      <Button size="sm" icon={Plus} className="self-start" onClick={() => onChange([...rows, {}])}>
        Add
      </Button>
    </fieldset>
  );
}

const shownIn = (fields: readonly FormField[], row: Record<string, unknown>): FormField[] =>
  fields.filter(
    (part) => isShown(part, fields, row) && (part.ui.advanced !== true || row[part.name] !== undefined),
  );
