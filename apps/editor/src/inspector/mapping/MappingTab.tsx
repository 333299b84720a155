import type { FlowDocument } from '@syncline/model';
import { Plus } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useDoc, useOpenFlow } from '../../flow/FlowContext.tsx';
import { focusPath } from '../../forms/focusPath.ts';
import { Button } from '../../parts/Button.tsx';
import { Switch } from '../../parts/Switch.tsx';
import { showToast } from '../../parts/toast.ts';
import type { StepTabProps } from '../SettingsTab.tsx';
import { edgesInto } from '../stepPlace.ts';
import { MappingHead } from './MappingHead.tsx';
import { MappingRow } from './MappingRow.tsx';
import { MissingRow } from './MissingRow.tsx';
import { addSuggestions } from './rows.ts';
import { SampleProblem } from './SampleProblem.tsx';
import { keyPathsOf, unusedFields } from './sourceUse.ts';
import { UnusedFields } from './UnusedFields.tsx';
import { useMapping } from './useMapping.ts';

/** The mapping table: where each value comes from, what is done to it, what it becomes for a real record. */
export function MappingTab({ name, messages, focus }: StepTabProps) {
  const { doc } = useOpenFlow();
  const upstream = useDoc((state) => upstreamTitle(state.document, name));
  const mapping = useMapping(name);
  const { rows, env, samples, record, missing, suggestions, offered, config, setRows } = mapping;
  const [openRow, setOpenRow] = useState<number | null>(null);
  const table = useRef<HTMLDivElement>(null);
  const records = useMemo(() => samples.records.map((one) => one.record), [samples.records]);
  const current = records[record];
  const keyPaths = useMemo(() => keyPathsOf(config.key, env.source), [config.key, env.source]);
  const unused = useMemo(() => unusedFields(rows, env.source, records), [rows, env.source, records]);
  const required = missing.filter((field) => field.required);
  const shownMissing = missing.filter(
    (field) => field.required || suggestions.some((suggestion) => suggestion.to === field.name),
  );
  const spare = missing.filter((field) => !shownMissing.includes(field));

  useEffect(() => {
    if (!focus) return;
    const index = /^fields\.(\d+)/.exec(focus.path)?.[1];
    if (index !== undefined) setOpenRow(Number(index));
    // One frame later the row is open and its inputs are there.
    const timer = setTimeout(() => table.current && focusPath(table.current, focus.path), 60);
    return () => clearTimeout(timer);
  }, [focus]);

  const add = (row: Record<string, unknown>) => {
    setRows([...rows, row], null);
    setOpenRow(rows.length);
  };
  const accept = (chosen: readonly (typeof suggestions)[number][]) => {
    const next = addSuggestions(rows, chosen);
    if (next.added === 0) return;
    setRows(next.rows, null);
    showToast({
      title: `Suggested ${next.added === 1 ? '1 field' : `${next.added} fields`}`,
      detail: 'Look at the results of the new rows',
      action: { label: 'Undo', run: () => doc.temporal.getState().undo() },
    });
  };
  const filled = rows.length;
  return (
    <div ref={table} className="flex min-w-0 flex-col" data-path="fields">
      <MappingHead
        samples={samples}
        record={record}
        suggestionCount={suggestions.length}
        offersKnown={offered !== null}
        onSuggest={() => accept(suggestions)}
      />
      <SampleProblem samples={samples} />
      <div className="sticky top-0 z-(--z-panel) grid h-7 shrink-0 grid-cols-[minmax(0,7fr)_minmax(0,6fr)_minmax(0,10fr)] items-center gap-x-2.5 border-y border-line bg-sunken px-4 text-2xs font-medium text-ink-3">
        <span className="truncate">From{upstream && ` ${upstream}`}</span>
        <span>Change</span>
        <span className="flex">
          To, with live result
          <span className="ml-auto">
            {offered ? `${filled} of ${filled + missing.length}` : filled > 0 && `${filled} fields`}
          </span>
        </span>
      </div>
      {rows.length === 0 && shownMissing.length === 0 && (
        <p className="px-4 py-5 text-ink-2">
          No fields yet. Each row takes one value from the record to one field of the next system.
        </p>
      )}
      {rows.map((raw, index) => (
        <MappingRow
          // Rows have no id of their own and are never reordered; removing one draws the later ones again.
          key={index}
          raw={raw}
          index={index}
          env={env}
          record={current}
          records={records}
          keyPaths={keyPaths}
          error={firstMessage(messages.errors, index)}
          warning={firstMessage(messages.warnings, index)}
          lossyAsked={Object.hasOwn(messages.errors, `fields.${index}.lossy`)}
          open={openRow === index}
          offered={offered}
          onOpen={setOpenRow}
          onChange={mapping.changeRowAt}
          onReplace={mapping.replaceRowAt}
        />
      ))}
      {shownMissing.map((field) => (
        <MissingRow
          key={field.name}
          field={field}
          source={env.source}
          suggestion={suggestions.find((suggestion) => suggestion.to === field.name)}
          onAccept={(suggestion) => accept([suggestion])}
          onAdd={add}
        />
      ))}
      <div className="flex flex-col gap-3 px-4 py-3">
        <UnusedFields
          unused={unused}
          spare={spare}
          onUse={(path) => add({ to: path.replaceAll(/[^\w]+/g, '_').replace(/^_+|_+$/g, ''), from: path })}
          onFill={(to) => add({ to })}
        />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Button icon={Plus} size="sm" onClick={() => add({ to: freeTarget(rows) })}>
            Add field
          </Button>
          <Switch
            label="Pass on fields no row uses"
            checked={config.rest === 'keep'}
            onChange={(keep) => {
              const { rest: _rest, ...others } = config;
              mapping.setConfig(keep ? { ...others, rest: 'keep' } : others, null);
            }}
          />
        </div>
        {required.length > 0 && (
          <p className="sr-only" role="status">
            {required.length} required without a value
          </p>
        )}
      </div>
    </div>
  );
}

/** Title of the step before, where there is exactly one. */
function upstreamTitle(document: FlowDocument, name: string): string {
  const [edge, ...others] = edgesInto(document, name);
  return edge && others.length === 0 ? (document.nodes[edge[0]]?.title ?? '') : '';
}

function firstMessage(messages: Readonly<Record<string, string>>, index: number): string | undefined {
  const at = `fields.${index}`;
  const path = Object.keys(messages).find((key) => key === at || key.startsWith(`${at}.`));
  return path === undefined ? undefined : messages[path];
}

function freeTarget(rows: readonly unknown[]): string {
  const taken = new Set(
    rows.map((raw) => (typeof raw === 'object' && raw !== null && 'to' in raw ? raw.to : '')),
  );
  let number = rows.length + 1;
  while (taken.has(`field_${number}`)) number += 1;
  return `field_${number}`;
}
