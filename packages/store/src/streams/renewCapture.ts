import type { CaptureLease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { captureHeld, captureValues } from './captureFence.ts';

const text = `
  with held as (
    update syncline.stream set until = clock_timestamp() + $5 * interval '1 millisecond'
    where ${captureHeld} and captures returning flow_id
  )
  select flow.active_version as version from held join syncline.flow on flow.id = held.flow_id`;

/** Heartbeat of a capture. Null = lost, or the flow no longer has this stream. */
export async function renewCapture(
  db: Queryable,
  lease: CaptureLease,
  ttlMs: number,
): Promise<{ version: number } | null> {
  const found = await db.query<{ version: number | null }>({
    name: 'renew-capture',
    text,
    values: [...captureValues(lease), ttlMs],
  });
  const row = found.rows[0];
  return row === undefined ? null : { version: row.version ?? 0 };
}
