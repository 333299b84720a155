import type { ReplayedLetter } from '@syncline/engine';
import type { Bindings } from '../database/bindings.ts';

/**
 * Step that says what became of letters which were replayed, when `gate` has a row. One that goes back onto the list gives
 * way when another of its record is open by now.
 *
 * @param buried source keys of records which this page gave up: their new letters stand for them.
 */
export function closeReplayedStep(
  replayed: readonly ReplayedLetter[],
  buried: readonly string[],
  gate: string,
  { bind }: Bindings,
): string {
  const ids = bind(
    replayed.map(({ id }) => id),
    'bigint[]',
  );
  const states = bind(
    replayed.map(({ state }) => state),
    'text[]',
  );
  return `letters_replayed as (
    update syncline.dead_letter as letter set state = case
      when done.state = 'open' and (letter.source_key = any (${bind(buried, 'text[]')}) or ${hasSuccessor}) then 'superseded'
      else done.state end
    from ${gate}, unnest(${ids}, ${states}) as done (id, state)
    where letter.id = done.id and letter.flow_id = $1 and letter.state = 'replaying'
  )`;
}

/** Whether `letter` must not be opened again: another of its record is open, or is the newer one of two in work. */
const hasSuccessor = `(exists (
  select from syncline.dead_letter as other
  where other.state = 'open' and other.destination_id = letter.destination_id and other.key = letter.key
) or exists (
  select from syncline.dead_letter as other
  where other.state = 'replaying' and other.destination_id = letter.destination_id and other.key = letter.key
    and other.id > letter.id
))`;
