import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type KindProps, useForm } from '../../forms/formContext.ts';
import { isObject } from '../../forms/formField.ts';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { MoveButtons } from '../../parts/MoveButtons.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { useStepConfig } from '../useStep.ts';
import { branchName } from './branchName.ts';
import { ConditionBuilder } from './ConditionBuilder.tsx';

type Path = Record<string, unknown>;

/** The paths of a branch, tried from the top. */
export default function BranchesField({ field, value, path }: KindProps) {
  const { nodeName = '', errors } = useForm();
  const { config, setConfig } = useStepConfig(nodeName);
  const [open, setOpen] = useState(0);
  const paths: Path[] = Array.isArray(value) ? value.filter(isObject) : [];
  const write = (next: Path[], key: string | null) =>
    setConfig({ ...config, [field.name]: next }, key && `${path}.${key}`);
  const change = (index: number, part: Path, key: string | null) =>
    write(
      paths.map((one, place) => (place === index ? { ...one, ...part } : one)),
      key && `${index}.${key}`,
    );
  const move = (from: number, to: number) => {
    const next = [...paths];
    const [moved] = next.splice(from, 1);
    if (moved) next.splice(to, 0, moved);
    write(next, null);
    setOpen(to);
  };
  const own = Object.hasOwn(errors, path) ? errors[path] : undefined;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium">{field.title}</legend>
      {field.description && <p className="text-xs text-ink-3">{field.description}</p>}
      <ol className="flex min-w-0 flex-col gap-2">
        {paths.map((one, index) => {
          const title =
            typeof one.title === 'string' && one.title !== '' ? one.title : String(one.name ?? '');
          const at = `${path}.${index}`;
          const failing = Object.keys(errors).some((key) => key === at || key.startsWith(`${at}.`));
          return (
            // The name of a path may be edited; its place is what stays.
            <li key={index} data-path={at} className="scroll-m-4 rounded-lg border border-line bg-sunken">
              <div className="flex min-h-(--row) items-center gap-1 pr-1 pl-3">
                <button
                  type="button"
                  aria-expanded={open === index}
                  onClick={() => setOpen(open === index ? -1 : index)}
                  className="min-h-(--target) min-w-0 flex-1 truncate rounded-sm text-left font-medium hover:underline"
                >
                  {index + 1}. {title || 'Path without a name'}
                </button>
                {failing && <span className="text-xs text-failed">needs a look</span>}
                <MoveButtons title={title} index={index} count={paths.length} onMove={move} />
                <IconButton
                  icon={Trash2}
                  size="sm"
                  label={`Remove path ${title}`}
                  className={paths.length === 1 ? 'invisible' : undefined}
                  onClick={() =>
                    write(
                      paths.filter((_path, place) => place !== index),
                      null,
                    )
                  }
                />
              </div>
              {open === index && (
                <div className="flex min-w-0 flex-col gap-3 border-t border-line p-3">
                  <div data-path={`${at}.title`}>
                    <Field
                      label="Name"
                      hint={`Arrows know it as ${String(one.name ?? '')}.`}
                      error={errors[`${at}.name`] ?? errors[`${at}.title`]}
                    >
                      <TextInput
                        value={typeof one.title === 'string' ? one.title : String(one.name ?? '')}
                        maxLength={120}
                        onChange={(event) => change(index, { title: event.target.value }, 'title')}
                      />
                    </Field>
                  </div>
                  <ConditionBuilder
                    name={nodeName}
                    value={one.where}
                    path={`${at}.where`}
                    errors={errors}
                    verb="fit"
                    onChange={(where, key) => change(index, { where }, key && `where.${key}`)}
                  />
                </div>
              )}
            </li>
          );
        })}
      </ol>
      <p className="text-xs text-ink-3">All other records take the last way out, “else”.</p>
      <Button
        size="sm"
        icon={Plus}
        className="self-start"
        disabled={paths.length >= 10}
        onClick={() => {
          const names = paths.map((one) => String(one.name ?? ''));
          write(
            [
              ...paths,
              {
                name: branchName(names),
                title: `Path ${paths.length + 1}`,
                where: { tests: [{ field: '', is: 'equals', value: '' }] },
              },
            ],
            null,
          );
          setOpen(paths.length);
        }}
      >
        Add a path
      </Button>
      {own && (
        <p role="alert" className="text-xs text-failed">
          {own}
        </p>
      )}
    </fieldset>
  );
}
