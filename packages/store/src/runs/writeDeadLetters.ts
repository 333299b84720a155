import type { DeadLetterWrite } from '@syncline/engine';
import type { Value } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import type { Bindings } from '../database/bindings.ts';
import { cleanText, cleanTextOrNull } from '../database/cleanText.ts';

/** What payloads of dead letters are sealed for: they open for nothing else. */
export const letterPurpose = 'dead-letter';

/**
 * Steps that keep records which were given up, when `gate` has a row. One letter per destination and key is open: a
 * newer one supersedes it. The insert reads the update's rows, so it comes after it.
 */
export function writeDeadLettersSteps(
  letters: DeadLetterWrite[],
  gate: string,
  cipher: Cipher,
  { bind }: Bindings,
): string[] {
  const states = openLast(letters);
  const seal = (value: Value | undefined) =>
    value === undefined ? null : cipher.seal(JSON.stringify(value), letterPurpose);
  const column = (pick: (letter: DeadLetterWrite, at: number) => unknown, type: string) =>
    bind(letters.map(pick), type);
  const destinations = column((letter) => letter.destinationId, 'bigint[]');
  const keys = column((letter) => cleanTextOrNull(letter.key), 'text[]');
  const columns = [
    column((letter) => letter.node, 'text[]'),
    destinations,
    keys,
    column((letter) => letter.outcome, 'text[]'),
    column((letter) => letter.code, 'text[]'),
    column((letter) => cleanText(letter.message), 'text[]'),
    column((letter) => cleanTextOrNull(letter.field), 'text[]'),
    column((letter) => cleanTextOrNull(letter.place), 'text[]'),
    column((letter) => seal(letter.input), 'bytea[]'),
    column((letter) => seal(letter.mapped), 'bytea[]'),
    column((letter) => cleanText(letter.version), 'text[]'),
    column((letter) => letter.attempts, 'integer[]'),
    column((_, at) => states[at], 'text[]'),
  ];
  return [
    `letters_superseded as (
      update syncline.dead_letter set state = 'superseded'
      from ${gate}, (select distinct * from unnest(${destinations}, ${keys})) as newer (destination_id, key)
      where dead_letter.state = 'open' and dead_letter.destination_id = newer.destination_id
        and dead_letter.key = newer.key
      returning 1
    )`,
    `letters_written as (
      insert into syncline.dead_letter (flow_id, run_id, node, destination_id, key, outcome, code, message, field,
        place, input, mapped, version, attempts, state)
      select $1, ${gate}.run_id, letter.* from ${gate}, unnest(${columns.join(', ')}) as letter
      where (select count(*) from letters_superseded) >= 0
    )`,
  ];
}

/** Of several letters of one record in one page only the last stays open. */
function openLast(letters: DeadLetterWrite[]): string[] {
  const last = new Map<string, number>();
  letters.forEach((letter, at) => {
    if (letter.destinationId !== null && letter.key !== null)
      last.set(`${letter.destinationId} ${letter.key}`, at);
  });
  return letters.map((letter, at) => {
    if (letter.destinationId === null || letter.key === null) return 'open';
    return last.get(`${letter.destinationId} ${letter.key}`) === at ? 'open' : 'superseded';
  });
}
