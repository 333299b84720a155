import { type MappingEnv, type RowExplanation, type SampleExplanation, typeInWords } from '@syncline/mapping';
import { type DataRecord, type FieldType, fieldTypes, findField, type RecordSchema } from '@syncline/model';
import { Trash2 } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { FieldPicker } from '../../forms/FieldPicker.tsx';
import { Button } from '../../parts/Button.tsx';
import { Checkbox } from '../../parts/Checkbox.tsx';
import { Field } from '../../parts/Field.tsx';
import { Kbd } from '../../parts/Kbd.tsx';
import { Select } from '../../parts/Select.tsx';
import { optionsOf } from '../fieldOptions.ts';
import { ConvertTally } from './ConvertTally.tsx';
import { type RowState, setSource } from './rows.ts';
import { SourceEditor } from './SourceEditor.tsx';
import { StepsEditor } from './StepsEditor.tsx';
import type { Mapping } from './useMapping.ts';

type RowEditorProps = {
  state: RowState;
  index: number;
  env: MappingEnv;
  records: readonly DataRecord[];
  live: RowExplanation | null;
  tally: SampleExplanation | null;
  problem: string | undefined;
  warning: string | undefined;
  lossyAsked: boolean;
  offered: RecordSchema | null;
  onChange: Mapping['changeRowAt'];
  onReplace: Mapping['replaceRowAt'];
  onDone: () => void;
};

const asDestination = 'as-destination';
const requiredChoices = [
  { value: 'no', label: 'May be missing' },
  { value: 'dead-letter', label: 'Send the record to failed' },
  { value: 'skip', label: 'Leave the record out' },
];
const otherwiseChoices = [
  { value: 'fail', label: 'Send the record to failed' },
  { value: 'empty', label: 'Leave the field empty' },
  { value: 'skip-field', label: 'Do not touch the field' },
];

/** What is under an opened row: source, changes, destination, and what happens to values that do not fit. */
export default function RowEditor(props: RowEditorProps) {
  const { state, index, env, records, tally, problem, warning, lossyAsked, offered } = props;
  const { raw, row } = state;
  const path = `fields.${index}`;
  const change = (part: Parameters<Mapping['changeRowAt']>[1], key: string | null) =>
    props.onChange(index, part, key === null ? null : `${path}.${key}`);
  const noteId = useId();
  const box = useRef<HTMLDivElement>(null);
  // All of it where it fits, else its beginning.
  useEffect(() => box.current?.parentElement?.scrollIntoView({ block: 'nearest' }), []);
  const target = env.target ? findField(env.target, row.to) : undefined;
  const steps = Array.isArray(raw.steps) ? raw.steps : [];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the row from any of its fields
    <div
      ref={box}
      className="flex min-w-0 flex-col gap-3 px-4 pt-1 pb-3.5"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The row closes, not the whole panel around it.
        event.stopPropagation();
        props.onDone();
      }}
    >
      {(problem ?? warning) && (
        <p
          id={noteId}
          role={problem ? 'alert' : undefined}
          className={`text-xs ${problem ? 'text-failed' : 'text-warning'}`}
        >
          {problem ?? warning}
        </p>
      )}
      <SourceEditor
        row={row}
        path={path}
        env={env}
        records={records}
        onChange={(source, key) => props.onReplace(index, setSource(raw, source), key && `${path}.${key}`)}
      />
      <section className="flex min-w-0 flex-col gap-1" data-path={`${path}.steps`}>
        <h3 className="font-medium">Change</h3>
        <StepsEditor
          steps={steps}
          fields={env.source.fields}
          path={`${path}.steps`}
          onChange={(next, key) => change({ steps: next }, key)}
        />
      </section>
      <ConvertTally
        tally={tally}
        otherwise={row.otherwise}
        onChoose={(otherwise) => change({ otherwise }, null)}
      />
      <div className="grid min-w-0 grid-cols-1 gap-3 wide:grid-cols-2">
        <div data-path={`${path}.to`} className="min-w-0">
          <Field label="To field">
            <FieldPicker
              value={row.to}
              options={optionsOf(offered?.fields.filter((field) => !field.readOnly))}
              placeholder="Choose or type a field"
              onChange={(to) => change({ to }, null)}
            />
          </Field>
        </div>
        <Field label="Type">
          <Select<FieldType | typeof asDestination>
            value={row.type ?? asDestination}
            options={[
              {
                value: asDestination,
                label: target ? `${typeInWords(target.type)}, as it is there` : 'As it comes',
              },
              ...fieldTypes.map((type) => ({ value: type, label: typeInWords(type) })),
            ]}
            onChange={(type) => change({ type: type === asDestination ? undefined : type }, null)}
          />
        </Field>
        <div data-path={`${path}.required`} className="min-w-0">
          <Field label="Without a value" className="min-w-0">
            <Select
              value={row.required ?? 'no'}
              options={requiredChoices}
              onChange={(required) => change({ required: required === 'no' ? undefined : required }, null)}
            />
          </Field>
        </div>
        <Field label="If it does not convert">
          <Select
            value={row.otherwise}
            options={otherwiseChoices}
            onChange={(otherwise) => change({ otherwise }, null)}
          />
        </Field>
      </div>
      {(lossyAsked || row.lossy) && (
        <div data-path={`${path}.lossy`}>
          <Checkbox
            checked={row.lossy === true}
            label="Something is lost here, and that is agreed"
            hint="A time of day or digits behind the point are left out."
            onChange={(lossy) => change({ lossy }, null)}
          />
        </div>
      )}
      <div className="flex items-center gap-2">
        <Button
          kind="ghost"
          size="sm"
          icon={Trash2}
          onClick={() => {
            props.onDone();
            props.onReplace(index, null, null);
          }}
        >
          Remove row
        </Button>
        <Button kind="ghost" size="sm" className="ml-auto" onClick={props.onDone}>
          Done <Kbd keys="Escape" />
        </Button>
      </div>
    </div>
  );
}
