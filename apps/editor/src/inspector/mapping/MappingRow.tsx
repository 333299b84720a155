import { type MappingEnv, typeInWords } from '@syncline/mapping';
import { type DataRecord, findField, type RecordSchema } from '@syncline/model';
import { KeyRound } from 'lucide-react';
import { type DragEvent, memo, Suspense, useMemo, useState } from 'react';
import { joinClasses } from '../../parts/classes.ts';
import { Icon } from '../../parts/Icon.tsx';
import { lazyPart } from '../../parts/lazyPart.ts';
import { explainRow, explainRowSamples } from './explainRow.ts';
import { plainPath, showPath } from './pathWords.ts';
import { readRow, setSource } from './rows.ts';
import { StepChips } from './StepChips.tsx';
import { showValue } from './showValue.ts';
import type { Mapping } from './useMapping.ts';

const RowEditor = lazyPart(() => import('./RowEditor.tsx'));

type MappingRowProps = {
  raw: unknown;
  index: number;
  env: MappingEnv;
  record: DataRecord | undefined;
  records: readonly DataRecord[];
  keyPaths: ReadonlySet<string>;
  error: string | undefined;
  warning: string | undefined;
  lossyAsked: boolean;
  open: boolean;
  offered: RecordSchema | null;
  onOpen: (index: number | null) => void;
  onChange: Mapping['changeRowAt'];
  onReplace: Mapping['replaceRowAt'];
};

/** One row: from, change, to, with the value it gives for the record. A press opens what is under it. */
export const MappingRow = memo(function MappingRow(props: MappingRowProps) {
  const { raw, index, env, record, records, keyPaths, error, warning, open, onOpen } = props;
  const state = readRow(raw);
  const { row, broken } = state;
  const [over, setOver] = useState(false);
  const live = useMemo(() => (record ? explainRow(row, env, record) : null), [row, env, record]);
  const tally = useMemo(() => explainRowSamples(row, env, records), [row, env, records]);
  const field = env.target ? findField(env.target, row.to) : undefined;
  const type = row.type ?? field?.type;
  const isKey = row.from !== undefined && keyPaths.has(plainPath(row.from));
  const problem = error ?? broken ?? undefined;
  const doubt = problem === undefined && (warning !== undefined || (tally?.failed ?? 0) > 0);
  const result = live?.failure ? live.failure.message : live ? showValue(live.output) : '';
  const source = sourceWords(row);
  const sample = live && row.from !== undefined ? showValue(live.input) : '';

  const drop = (event: DragEvent) => {
    setOver(false);
    const path = event.dataTransfer.getData('text/syncline-path');
    if (path === '') return;
    event.preventDefault();
    props.onReplace(index, setSource(state.raw, { from: path }), null);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a field is a second way; the row's editor is the first
    <div
      data-path={`fields.${index}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('text/syncline-path')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={joinClasses(
        'relative scroll-m-16 border-b border-line',
        over ? 'bg-accent-soft' : open && 'bg-sunken',
      )}
    >
      {(problem !== undefined || doubt) && (
        <span
          aria-hidden="true"
          className={joinClasses(
            'absolute top-2 left-0 h-9 w-[3px] rounded-r-xs',
            problem === undefined ? 'bg-warning-mark' : 'bg-failed-mark',
          )}
        />
      )}
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onOpen(open ? null : index)}
        className="grid min-h-[51px] w-full grid-cols-[minmax(0,7fr)_minmax(0,6fr)_minmax(0,10fr)] items-center gap-x-2.5 px-4 py-1.5 text-left -outline-offset-2! hover:bg-hover"
      >
        <span className="min-w-0">
          <span
            className={joinClasses(
              'block truncate leading-[18px] font-medium',
              source === 'Nothing' && 'text-ink-3',
            )}
          >
            {source}
          </span>
          <span className="block truncate font-mono text-[11.5px] leading-[17px] text-ink-3">{sample}</span>
        </span>
        <span className="contents">
          <span className="sr-only">{row.steps.length > 0 ? 'changed by' : ''}</span>
          <StepChips steps={row.steps} lit={open} />
        </span>
        <span className="min-w-0">
          <span className="flex items-center gap-1 leading-[18px] font-medium">
            <span className="sr-only">to</span>
            {isKey && <Icon of={KeyRound} size="xs" className="text-accent-text" />}
            <span className="min-w-0 truncate">{row.to || 'Name this field'}</span>
            {(field?.required || row.required) && (
              <span className="font-semibold text-failed" title="Required">
                *
              </span>
            )}
            <span className="ml-auto min-w-6 shrink-[6] truncate pl-1 text-2xs font-normal text-ink-3">
              {type ? typeInWords(type) : ''}
            </span>
          </span>
          <span
            className={joinClasses(
              'block truncate text-[11.5px] leading-[17px] font-medium',
              live?.failure ? 'text-failed' : 'font-mono text-ink',
            )}
          >
            {result}
            {(problem ?? warning) && <span className="sr-only">. {problem ?? warning}</span>}
          </span>
        </span>
      </button>
      {open && (
        <Suspense fallback={<div className="h-24" />}>
          <RowEditor
            state={state}
            index={index}
            env={env}
            records={records}
            live={live}
            tally={tally}
            problem={problem}
            warning={warning}
            lossyAsked={props.lossyAsked}
            offered={props.offered}
            onChange={props.onChange}
            onReplace={props.onReplace}
            onDone={() => onOpen(null)}
          />
        </Suspense>
      )}
    </div>
  );
});

function sourceWords(row: {
  from?: string | undefined;
  value?: unknown;
  expression?: string | undefined;
}): string {
  if (row.from !== undefined) return showPath(row.from);
  if (row.expression !== undefined) return row.expression;
  return row.value === undefined ? 'Nothing' : `Always ${JSON.stringify(row.value)}`;
}
