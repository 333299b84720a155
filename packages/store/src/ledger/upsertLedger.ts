import type { LedgerWrite } from '@syncline/engine';
import { DatabaseError } from 'pg';
import type { Bindings } from '../database/bindings.ts';
import { textArray } from '../database/textArray.ts';
import { ledgerColumns } from './ledgerColumns.ts';

/** Steps of a statement, and what their text depends on: part of the name it is prepared under. */
export interface Steps {
  steps: string[];
  shape: string;
}

/**
 * Steps that write ledger rows, when `gate` has a row. A record that arrives after all closes its open dead letter: a
 * dead record never blocks its key.
 *
 * @param clash `fail` adds rows without looking for them first, in half the time; one that is there fails the statement.
 */
export function upsertLedgerSteps(
  writes: LedgerWrite[],
  gate: string,
  { bind }: Bindings,
  clash: 'replace' | 'fail' = 'replace',
): Steps {
  const columns = ledgerColumns(writes);
  const byRow = columns.filter(({ same }) => !same);
  const arrays = byRow.map(({ values, type }) => bind(arrayOf(values), `${type}[]`));
  const rows = `unnest(${arrays.join(', ')}) as written (${byRow.map(({ name }) => name).join(', ')})`;
  const places = new Map(
    columns.map(({ name, type, values, same, cast }) => {
      if (same) return [name, bind(values[0], cast ?? type)];
      return [name, cast === undefined ? `written.${name}` : `written.${name}::${cast}`];
    }),
  );
  // What a person may look for stays when a write says nothing of it.
  const searched = ['source_key', 'terms']
    .filter((name) => places.has(name))
    .map((name) => `,\n      ${name} = coalesce(excluded.${name}, ledger.${name})`);
  const destinations = bind([...new Set(writes.map((write) => write.destinationId))], 'bigint[]');
  const replace = `
    on conflict (destination_id, key) do update set
      hash = excluded.hash, version = excluded.version, state = excluded.state,
      remote_id = case when excluded.state = 3 then excluded.remote_id
        else coalesce(excluded.remote_id, ledger.remote_id) end,
      last_run = excluded.last_run, last_page = excluded.last_page, last_outcome = excluded.last_outcome${searched.join('')}`;
  const written = `ledger_written as (
    insert into syncline.ledger (${[...places.keys()].join(', ')})
    select ${[...places.values()].join(', ')} from ${gate}, ${rows}${clash === 'replace' ? replace : ''}
  )`;
  const closed = `letters_closed as (
    update syncline.dead_letter set state = 'superseded'
    from ${gate}, ${rows}
    where dead_letter.state = 'open' and ${places.get('state')} in (0, 3)
      and dead_letter.destination_id = ${places.get('destination_id')} and dead_letter.key = written.key
      and exists (
        select from syncline.dead_letter as waiting
        where waiting.state = 'open' and waiting.destination_id = any (${destinations})
      )
  )`;
  const shape = columns.map(({ name, same }) => `${same ? 's' : 'r'}${name === 'terms' ? 't' : ''}`).join('');
  return { steps: [written, closed], shape: `${shape}${clash === 'replace' ? '' : 'n'}` };
}

function arrayOf(values: (string | number | null)[]): unknown {
  const isText = (value: string | number | null): value is string | null =>
    value === null || typeof value === 'string';
  return values.every(isText) ? textArray(values) : values;
}

/** A row that was to be added was there already. */
export function isLedgerClash(thrown: unknown): boolean {
  return (
    thrown instanceof DatabaseError &&
    thrown.code === '23505' &&
    thrown.schema === 'syncline' &&
    thrown.table?.startsWith('ledger_') === true
  );
}
