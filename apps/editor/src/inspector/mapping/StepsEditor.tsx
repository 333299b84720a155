import { stepLabel } from '@syncline/mapping';
import type { FieldSchema } from '@syncline/model';
import { X } from 'lucide-react';
import { type ComponentType, useMemo, useState } from 'react';
import type { KindProps } from '../../forms/formContext.ts';
import { LiteralInput } from '../../forms/LiteralInput.tsx';
import { SchemaForm } from '../../forms/SchemaForm.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { MoveButtons } from '../../parts/MoveButtons.tsx';
import { optionsOf } from '../fieldOptions.ts';
import { LookupColumnField, LookupTableField } from './LookupTableField.tsx';
import { StepPalette } from './StepPalette.tsx';
import { stepForms } from './stepForms.ts';
import { nameOfStep, readStep, settingsOf, stepWith } from './stepPatch.ts';

type StepsEditorProps = {
  /** As the document holds them; one may be incomplete. */
  steps: readonly unknown[];
  fields: readonly FieldSchema[];
  path: string;
  onChange: (steps: unknown[], key: string | null) => void;
};

/** The value of a default: any JSON, so with its kind. */
function LiteralField({ value, onChange, field }: KindProps) {
  return <LiteralInput label={field.title} value={value} onChange={onChange} />;
}

const widgets: Readonly<Record<string, ComponentType<KindProps>>> = {
  json: LiteralField,
  'lookup-table': LookupTableField,
  'lookup-column': LookupColumnField,
};

/** The steps of a row in order, each with its settings, and the palette of all there are. */
export function StepsEditor({ steps, fields, path, onChange }: StepsEditorProps) {
  const [shown, setShown] = useState<number | null>(null);
  const context = useMemo(() => ({ fields: optionsOf(fields), widgets }), [fields]);
  const move = (from: number, to: number) => {
    const next = [...steps];
    const [step] = next.splice(from, 1);
    next.splice(to, 0, step);
    onChange(next, null);
    setShown((open) => (open === from ? to : open));
  };
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {steps.length > 0 && (
        <ol className="flex min-w-0 flex-col rounded-md border border-line bg-panel">
          {steps.map((step, index) => {
            const name = nameOfStep(step);
            const form = name !== null && Object.hasOwn(stepForms, name) ? stepForms[name] : undefined;
            const read = readStep(step);
            const title = read ? stepLabel(read) : (form?.title ?? String(name));
            const open = shown === index && form?.settings !== undefined;
            return (
              // A step has no id; its place is what it is known by.
              <li key={index} data-path={`${path}.${index}`} className="border-b border-line last:border-0">
                <div className="flex min-h-(--row) items-center gap-1 pr-1 pl-2.5">
                  {form?.settings ? (
                    <button
                      type="button"
                      aria-expanded={open}
                      onClick={() => setShown(open ? null : index)}
                      className="min-h-(--target) min-w-0 flex-1 truncate rounded-sm text-left font-medium text-accent-text hover:underline"
                    >
                      {title}
                    </button>
                  ) : (
                    <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
                  )}
                  {!read && <span className="text-xs text-failed">not filled in</span>}
                  <MoveButtons title={title} index={index} count={steps.length} onMove={move} />
                  <IconButton
                    icon={X}
                    size="sm"
                    label={`Remove ${title}`}
                    onClick={() =>
                      onChange(
                        steps.filter((_step, place) => place !== index),
                        null,
                      )
                    }
                  />
                </div>
                {open && name !== null && form?.settings && (
                  <div className="border-t border-line px-2.5 py-2.5">
                    <SchemaForm
                      schema={form.settings}
                      value={settingsOf(step)}
                      context={context}
                      onChange={(settings, at) =>
                        onChange(
                          steps.map((one, place) => (place === index ? stepWith(name, settings) : one)),
                          `steps.${index}.${at}`,
                        )
                      }
                    />
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      )}
      <StepPalette
        onChoose={(form) => {
          onChange([...steps, form.start], null);
          if (form.settings) setShown(steps.length);
        }}
      />
    </div>
  );
}
