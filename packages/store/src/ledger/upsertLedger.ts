import type { LedgerWrite } from '@syncline/engine';
import type { Bindings } from '../database/bindings.ts';
import { ledgerColumns } from './ledgerColumns.ts';

/** Steps of a statement, and what their text depends on: part of the name it is prepared under. */
export interface Steps {
  steps: string[];
  shape: string;
}

/**
 * Steps that write ledger rows, when `gate` has a row. A record that arrives after all closes its open dead letter: a
 * dead record never blocks its key.
 */
export function upsertLedgerSteps(writes: LedgerWrite[], gate: string, { bind }: Bindings): Steps {
  const columns = ledgerColumns(writes);
  const byRow = columns.filter(({ same }) => !same);
  const arrays = byRow.map(({ values, type }) => bind(values, `${type}[]`));
  const rows = `unnest(${arrays.join(', ')}) as written (${byRow.map(({ name }) => name).join(', ')})`;
  const places = new Map(
    columns.map(({ name, type, values, same }) => [name, same ? bind(values[0], type) : `written.${name}`]),
  );
  const destinations = bind([...new Set(writes.map((write) => write.destinationId))], 'bigint[]');
  const written = `ledger_written as (
    insert into syncline.ledger (${[...places.keys()].join(', ')})
    select ${[...places.values()].join(', ')} from ${gate}, ${rows}
    on conflict (destination_id, key) do update set
      hash = excluded.hash, version = excluded.version, state = excluded.state,
      remote_id = case when excluded.state = 3 then excluded.remote_id
        else coalesce(excluded.remote_id, ledger.remote_id) end,
      last_run = excluded.last_run, last_page = excluded.last_page, last_outcome = excluded.last_outcome
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
  return { steps: [written, closed], shape: columns.map(({ same }) => (same ? 's' : 'r')).join('') };
}
