import { laneOf, type ParkedWrite } from '@syncline/engine';
import type { Cipher } from '../cipher.ts';
import type { Bindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import { textArray } from '../database/textArray.ts';
import { sealParked } from './parkedContent.ts';

/**
 * Steps that keep records at their checkpoints, when `gate` has a row. One of a destination and key is open: a newer one
 * supersedes it, also when it was approved but has not gone on, for a decision is for the content that was seen. One that
 * goes on by itself keeps the earlier time: an edit that comes after it was due does not put it off. The insert reads the
 * update's rows, so it comes after it.
 */
export function writeParkedSteps(
  parked: readonly ParkedWrite[],
  gate: string,
  cipher: Cipher,
  { bind }: Bindings,
): string[] {
  const open = openLast(parked);
  const column = (pick: (write: ParkedWrite, at: number) => unknown, type: string) =>
    bind(parked.map(pick), type);
  const text = (pick: (write: ParkedWrite, at: number) => string | null) =>
    bind(textArray(parked.map(pick)), 'text[]');
  // Not the driver's notation of dates: `now` among them is PostgreSQL's own word for the time of the transaction.
  const times = (pick: (write: ParkedWrite) => Date | 'now' | null) =>
    bind(textArray(parked.map((write) => timeText(pick(write)))), 'timestamptz[]');
  const destinations = column(({ destinationId }) => destinationId, 'bigint[]');
  const keys = text(({ key }) => cleanText(key));
  const columns = [
    text(({ node }) => node),
    destinations,
    keys,
    text(({ change }) => cleanText(change.key)),
    column(({ change }) => laneOf(change.key), 'smallint[]'),
    text(({ change }) => change.op),
    text(({ contentHash }) => contentHash),
    text(({ version }) => cleanText(version)),
    column((write) => sealParked(cipher, write), 'bytea[]'),
    text((_, at) => (open.has(at) ? 'waiting' : 'superseded')),
    times(({ due }) => due),
    times(({ expires }) => expires),
    text(({ whenExpired }) => whenExpired),
  ];
  return [
    `parked_superseded as (
      update syncline.parked set state = 'superseded'
      from ${gate}, (select distinct * from unnest(${destinations}, ${keys})) as newer (destination_id, key)
      where parked.state in ('waiting', 'approved') and parked.destination_id = newer.destination_id
        and parked.key = newer.key
      returning parked.destination_id, parked.key, parked.due
    )`,
    `parked_written as (
      insert into syncline.parked as held (flow_id, run_id, node, destination_id, key, source_key, lane, op, content_hash,
        version, content, state, due, expires, when_expired)
      select $1, ${gate}.run_id, write.node, write.destination_id, write.key, write.source_key, write.lane, write.op,
        write.content_hash, write.version, write.content, write.state,
        case when write.due is not null then least(write.due, older.due) end, write.expires, write.when_expired
      from ${gate}, unnest(${columns.join(', ')}) as write (node, destination_id, key, source_key, lane, op, content_hash,
        version, content, state, due, expires, when_expired)
      left join parked_superseded as older on older.destination_id = write.destination_id and older.key = write.key
      where (select count(*) from parked_superseded) >= 0
      on conflict (destination_id, key) where state in ('waiting', 'approved') do update set
        run_id = excluded.run_id, source_key = excluded.source_key, lane = excluded.lane, op = excluded.op,
        content_hash = excluded.content_hash, version = excluded.version, content = excluded.content, state = 'waiting',
        due = case when excluded.due is not null then least(excluded.due, held.due) end, expires = excluded.expires, when_expired = excluded.when_expired, decided_by = null,
        decided_at = null, release_no = null, note = null, created_at = excluded.created_at
    )`,
  ];
}

/** Step that ends parked records which a page took on. One that was superseded meanwhile stays so. */
export function releaseParkedStep(ids: readonly string[], gate: string, { bind }: Bindings): string {
  return `parked_released as (
    update syncline.parked set state = 'released' from ${gate}
    where parked.id = any (${bind(ids, 'bigint[]')}) and parked.flow_id = $1 and parked.state in ('waiting', 'approved')
  )`;
}

function timeText(time: Date | 'now' | null): string | null {
  return time instanceof Date ? time.toISOString() : time;
}

/** Places of the last write of each record in this page: the ones before it are history as they are written. */
function openLast(parked: readonly ParkedWrite[]): Set<number> {
  return new Set(
    new Map(parked.map(({ destinationId, key }, at) => [`${destinationId} ${key}`, at])).values(),
  );
}
