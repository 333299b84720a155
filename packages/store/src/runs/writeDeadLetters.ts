import { type DeadLetterWrite, laneOf } from '@syncline/engine';
import type { Value } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import type { Bindings } from '../database/bindings.ts';
import { cleanText, cleanTextOrNull } from '../database/cleanText.ts';

/** What payloads of dead letters are sealed for: they open for nothing else. */
export const letterPurpose = 'dead-letter';

/**
 * Steps that keep records which were given up, when `gate` has a row. One letter per destination and key is open, and of
 * records that did not get so far one per node and source key: a newer one supersedes it. The insert reads the update's rows,
 * so it comes after it. A letter that says the same of the same version again was tried as often as the one before.
 *
 * @param replayedIds letters which this page ran once more: the new ones of their records go on counting.
 */
export function writeDeadLettersSteps(
  letters: DeadLetterWrite[],
  replayedIds: readonly string[],
  gate: string,
  cipher: Cipher,
  { bind }: Bindings,
): string[] {
  const states = openLast(letters);
  const seal = (value: Value | undefined) =>
    value === undefined ? null : cipher.seal(JSON.stringify(value), letterPurpose);
  const column = (pick: (letter: DeadLetterWrite, at: number) => unknown, type: string) =>
    bind(letters.map(pick), type);
  const nodes = column((letter) => letter.node, 'text[]');
  const destinations = column((letter) => letter.destinationId, 'bigint[]');
  const keys = column((letter) => cleanTextOrNull(letter.key), 'text[]');
  const feeders = column(({ origin }) => origin?.feeder ?? null, 'text[]');
  const sourceKeys = column(({ origin }) => cleanTextOrNull(origin?.sourceKey ?? null), 'text[]');
  const columns = [
    nodes,
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
    feeders,
    sourceKeys,
    column(({ origin }) => (origin === null ? null : laneOf(origin.sourceKey)), 'smallint[]'),
    column(({ origin }) => (origin === null ? null : JSON.stringify(origin.change)), 'json[]'),
  ];
  const triedBefore = [
    `(select max(retries) from letters_superseded as before where before.destination_id = letter.destination_id
        and before.key = letter.key and before.version = letter.version)`,
    `(select max(retries) from letters_outdated as before where letter.destination_id is null
        and before.source_key = letter.source_key and before.node = letter.node and before.version = letter.version)`,
  ];
  if (replayedIds.length > 0)
    triedBefore.push(`(select max(retries) from syncline.dead_letter as before
      where before.id = any (${bind(replayedIds, 'bigint[]')}) and before.source_key = letter.source_key)`);
  return [
    `letters_superseded as (
      update syncline.dead_letter set state = 'superseded'
      from ${gate}, (select distinct * from unnest(${destinations}, ${keys})) as newer (destination_id, key)
      where dead_letter.state = 'open' and dead_letter.destination_id = newer.destination_id
        and dead_letter.key = newer.key
      returning dead_letter.destination_id, dead_letter.key, dead_letter.version, dead_letter.retries
    )`,
    `letters_outdated as (
      update syncline.dead_letter set state = 'superseded'
      from ${gate}, (
        select distinct * from unnest(${nodes}, ${feeders}, ${sourceKeys}, ${destinations})
      ) as newer (node, feeder, source_key, destination_id)
      where dead_letter.state = 'open' and dead_letter.flow_id = $1 and dead_letter.destination_id is null
        and newer.destination_id is null and dead_letter.source_key = newer.source_key
        and dead_letter.feeder = newer.feeder and dead_letter.node = newer.node
      returning dead_letter.source_key, dead_letter.node, dead_letter.version, dead_letter.retries
    )`,
    `letters_written as (
      insert into syncline.dead_letter (flow_id, run_id, node, destination_id, key, outcome, code, message, field,
        place, input, mapped, version, attempts, state, feeder, source_key, lane, envelope, retries)
      select $1, ${gate}.run_id, letter.*, coalesce(greatest(${triedBefore.join(', ')}), 0)
      from ${gate}, unnest(${columns.join(', ')}) as letter (node, destination_id, key, outcome, code, message, field,
        place, input, mapped, version, attempts, state, feeder, source_key, lane, envelope)
    )`,
  ];
}

/** Of several letters of one record in one page only the last stays open. */
function openLast(letters: DeadLetterWrite[]): string[] {
  const last = new Map<string, number>();
  const names = letters.map(recordName);
  names.forEach((name, at) => {
    if (name !== null) last.set(name, at);
  });
  return names.map((name, at) => (name === null || last.get(name) === at ? 'open' : 'superseded'));
}

/** What makes two letters be of one record; null for input that never became one. */
function recordName({ destinationId, key, node, origin }: DeadLetterWrite): string | null {
  if (destinationId !== null) return key === null ? null : JSON.stringify([destinationId, key]);
  return origin === null ? null : JSON.stringify([node, origin.feeder, origin.sourceKey]);
}
