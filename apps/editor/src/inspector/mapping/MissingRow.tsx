import { type Suggestion, stepLabel, typeInWords } from '@syncline/mapping';
import type { FieldSchema, RecordSchema } from '@syncline/model';
import { memo, useState } from 'react';
import { FieldPicker } from '../../forms/FieldPicker.tsx';
import { Button } from '../../parts/Button.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { TextLink } from '../../parts/TextLink.tsx';
import { optionsOf } from '../fieldOptions.ts';
import { showPath } from './pathWords.ts';
import { pathOfField } from './rows.ts';

type MissingRowProps = {
  field: FieldSchema;
  source: RecordSchema;
  suggestion: Suggestion | undefined;
  onAccept: (suggestion: Suggestion) => void;
  onAdd: (row: Record<string, unknown>) => void;
};

/** A destination field nothing is mapped to, with the ways to fill it. */
export const MissingRow = memo(function MissingRow({
  field,
  source,
  suggestion,
  onAccept,
  onAdd,
}: MissingRowProps) {
  const [picking, setPicking] = useState(false);
  return (
    <div className="relative border-b border-line px-4 py-1.5" data-path={`missing.${field.name}`}>
      {field.required && (
        <span aria-hidden="true" className="absolute inset-y-2 left-0 w-[3px] rounded-r-xs bg-failed-mark" />
      )}
      <div className="grid min-h-[38px] grid-cols-[minmax(0,7fr)_minmax(0,6fr)_minmax(0,10fr)] items-center gap-x-2.5">
        {picking ? (
          <FieldPicker
            label={`Source of ${field.name}`}
            size="sm"
            className="col-span-2"
            value=""
            options={optionsOf(source.fields)}
            placeholder="Choose or type a field"
            onChange={(name) => name !== '' && onAdd({ to: field.name, from: fieldPath(name, source) })}
          />
        ) : (
          <span className="col-span-2 text-ink-3">Nothing mapped</span>
        )}
        <span className="min-w-0">
          <span className="flex items-baseline gap-1 font-medium">
            <span className="truncate">{field.name}</span>
            {field.required && <span className="font-semibold text-failed">*</span>}
            <span className="ml-auto shrink-0 text-2xs font-normal text-ink-3">
              {typeInWords(field.type)}
            </span>
          </span>
          <span className="flex gap-3">
            <TextLink
              small
              className={joinClasses('min-h-(--target)')}
              onClick={() => onAdd({ to: field.name, value: field.options?.[0] ?? '' })}
            >
              Set a value
            </TextLink>
            <TextLink small onClick={() => setPicking(true)}>
              Pick a field
            </TextLink>
          </span>
        </span>
      </div>
      {suggestion && (
        <div className="mt-1 mb-1.5 flex items-center gap-3 rounded-md border border-accent-line bg-accent-soft px-2.5 py-1.5">
          <span className="min-w-0 flex-1">
            <b className="font-semibold">{showPath(suggestion.from)}</b> fits {suggestion.to}
            {suggestion.steps.length > 0 && (
              <span className="text-ink-2">, with {suggestion.steps.map(stepLabel).join(', ')}</span>
            )}
            <span className="block text-xs text-ink-2">{suggestion.why}</span>
          </span>
          <Button
            size="sm"
            aria-label={`Accept ${suggestion.from} for ${suggestion.to}`}
            onClick={() => onAccept(suggestion)}
          >
            Accept
          </Button>
        </div>
      )}
    </div>
  );
});

/** A known field is meant by its name, whatever signs are in it; anything else is a path as typed. */
const fieldPath = (name: string, source: RecordSchema): string =>
  source.fields.some((field) => field.name === name) ? pathOfField(name) : name;
