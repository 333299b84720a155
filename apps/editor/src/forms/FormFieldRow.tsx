import { TriangleAlert } from 'lucide-react';
import { memo, Suspense, useCallback } from 'react';
import { Field } from '../parts/Field.tsx';
import { Icon } from '../parts/Icon.tsx';
import { useForm } from './formContext.ts';
import { type FormField, hintOf } from './formField.ts';
import { inputFor, isSelfLabelled } from './kinds/kinds.ts';

type FormFieldRowProps = {
  field: FormField;
  path: string;
  value: unknown;
  siblings: Record<string, unknown>;
  onChange: (name: string, next: unknown, path: string) => void;
};

/** One field with its label, its input and what is to be said about it. */
export const FormFieldRow = memo(function FormFieldRow({
  field,
  path,
  value,
  siblings,
  onChange,
}: FormFieldRowProps) {
  const { errors, warnings, widgets } = useForm();
  const change = useCallback(
    (next: unknown, below?: string) => onChange(field.name, next, below ? `${path}.${below}` : path),
    [field.name, path, onChange],
  );
  const Input = widgets?.[field.kind] ?? inputFor(field.kind);
  const error = messageAt(errors, path, field.kind);
  const warning = error === undefined && warnings ? messageAt(warnings, path, field.kind) : undefined;
  const input = (
    <Suspense fallback={<div className="h-(--control)" />}>
      <Input field={field} value={value} onChange={change} path={path} siblings={siblings} />
    </Suspense>
  );
  return (
    <div data-path={path} className="flex min-w-0 scroll-m-4 flex-col gap-1">
      {isSelfLabelled(field.kind) ? (
        input
      ) : (
        <Field label={field.title} hint={hintOf(field, value)} required={field.required} error={error}>
          {input}
        </Field>
      )}
      {warning && (
        <p className="flex items-start gap-1.5 text-xs text-warning">
          <Icon of={TriangleAlert} size="xs" className="mt-0.5" />
          {warning}
        </p>
      )}
    </div>
  );
});

/** The message of a field, or the first of what is inside it when the input shows no messages of its own. */
function messageAt(
  messages: Readonly<Record<string, string>>,
  path: string,
  kind: FormField['kind'],
): string | undefined {
  const own = Object.hasOwn(messages, path) ? messages[path] : undefined;
  if (own !== undefined || isSelfLabelled(kind)) return own;
  const below = Object.keys(messages).find((key) => key.startsWith(`${path}.`));
  return below === undefined ? undefined : messages[below];
}
