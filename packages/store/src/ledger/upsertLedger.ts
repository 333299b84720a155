import type { LedgerWrite } from '@syncline/engine';
import type { Bindings } from '../database/bindings.ts';
import { ledgerColumns } from './ledgerColumns.ts';

const types = [
  'bigint[]',
  'text[]',
  'text[]',
  'text[]',
  'smallint[]',
  'text[]',
  'bigint[]',
  'integer[]',
  'smallint[]',
];

/**
 * Steps that write ledger rows, when `gate` has a row. A record that arrives after all closes its open dead letter: a
 * dead record never blocks its key.
 */
export function upsertLedgerSteps(writes: LedgerWrite[], gate: string, { bind }: Bindings): string[] {
  const columns = ledgerColumns(writes);
  const places = columns.map((column, at) => bind(column, types[at] ?? 'text[]'));
  const destinations = bind([...new Set(writes.map((write) => write.destinationId))], 'bigint[]');
  return [
    `ledger_written as (
      insert into syncline.ledger
        (destination_id, key, hash, version, state, remote_id, last_run, last_page, last_outcome)
      select written.* from ${gate}, unnest(${places.join(', ')}) as written
      on conflict (destination_id, key) do update set
        hash = excluded.hash, version = excluded.version, state = excluded.state,
        remote_id = case when excluded.state = 3 then excluded.remote_id
          else coalesce(excluded.remote_id, ledger.remote_id) end, last_run = excluded.last_run,
        last_page = excluded.last_page, last_outcome = excluded.last_outcome
    )`,
    `letters_closed as (
      update syncline.dead_letter set state = 'superseded'
      from ${gate}, unnest(${places[0]}, ${places[1]}, ${places[4]}) as written (destination_id, key, state)
      where dead_letter.state = 'open' and written.state in (0, 3)
        and dead_letter.destination_id = written.destination_id and dead_letter.key = written.key
        and exists (
          select 1 from syncline.dead_letter as waiting
          where waiting.state = 'open' and waiting.destination_id = any (${destinations})
        )
    )`,
  ];
}
