import type { Queryable } from '../database/queryable.ts';

/** A capture whose flow or step is gone. */
export interface DroppedCapture {
  id: string;
  type: string;
  captureId: string;
  config: Record<string, unknown>;
  connectionId: string | null;
}

// Whoever gets a row has it for a minute, and longer with every try that came to nothing.
const text = `
  with due as (
    select id from syncline.dropped_capture where next_try <= now() order by next_try limit 20 for update skip locked
  )
  update syncline.dropped_capture as dropped set
    tries = tries + 1, next_try = now() + least(tries + 1, 60) * interval '1 minute'
  from due where dropped.id = due.id
  returning dropped.id::text, type, capture_id as "captureId", config, connection_id as "connectionId"`;

/** Captures to be removed at their source now. One process gets each. */
export async function claimDropped(db: Queryable): Promise<DroppedCapture[]> {
  return (await db.query<DroppedCapture>({ name: 'claim-dropped', text })).rows;
}
