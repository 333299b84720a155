import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { FormFieldRow } from './FormFieldRow.tsx';
import { focusPath } from './focusPath.ts';
import { FormContext, type FormSurroundings } from './formContext.ts';
import { type FormField, isShown, type JsonSchema, readFields, withField } from './formField.ts';
import { MoreSettings } from './MoreSettings.tsx';

type SchemaFormProps = {
  /** JSON Schema of an object, with `ui` and `secret` as the catalogue gives it. */
  schema: JsonSchema;
  value: Record<string, unknown>;
  /** Called with the whole value and the path that changed. Empty values are left out of it. */
  onChange: (value: Record<string, unknown>, path: string) => void;
  /** What is wrong, by path: `pagination.kind`. Shown at the field, or at the nearest one above it. */
  errors?: Readonly<Record<string, string>>;
  context?: FormSurroundings;
};

const noErrors = {};

/** A form drawn from a schema: one input per field, conditional ones when they apply, rare ones folded away. */
export function SchemaForm({ schema, value, onChange, errors = noErrors, context }: SchemaFormProps) {
  const root = useRef<HTMLDivElement>(null);
  const fields = useMemo(() => readFields(schema), [schema]);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  const [moreOpen, setMoreOpen] = useState(false);

  const change = useCallback((name: string, next: unknown, path: string) => {
    latest.current.onChange(withField(latest.current.value, name, next), path);
  }, []);
  const state = useMemo(() => ({ ...context, errors }), [context, errors]);

  const shown = fields.filter((field) => isShown(field, fields, value));
  const plain = shown.filter((field) => !field.ui.advanced);
  const advanced = shown.filter((field) => field.ui.advanced);
  const wantsMore = advanced.some((field) => concerns(field, Object.keys(errors)));

  const focus = context?.focus;
  const advancedNames = advanced.map(({ name }) => name).join('\n');
  useEffect(() => {
    if (!focus || !root.current) return;
    if (advancedNames.split('\n').includes(focus.path.split('.')[0] ?? '')) setMoreOpen(true);
    const box = root.current;
    // One frame later "More settings" is unfolded and lazily loaded inputs had a first chance to appear.
    const frame = setTimeout(() => focusPath(box, focus.path), 60);
    return () => clearTimeout(frame);
  }, [focus, advancedNames]);

  const draw = (field: FormField) => (
    <FormFieldRow
      key={field.name}
      field={field}
      path={field.name}
      value={value[field.name]}
      siblings={value}
      onChange={change}
    />
  );
  return (
    <FormContext value={state}>
      <div ref={root} className="flex min-w-0 flex-col gap-4">
        {plain.map(draw)}
        {advanced.length > 0 && (
          <MoreSettings open={moreOpen || wantsMore} onToggle={setMoreOpen} count={advanced.length}>
            {advanced.map(draw)}
          </MoreSettings>
        )}
      </div>
    </FormContext>
  );
}

const concerns = (field: FormField, paths: readonly string[]): boolean =>
  paths.some((path) => path === field.name || path.startsWith(`${field.name}.`));
