import type { CaptureLease, CaptureState } from '@syncline/engine';
import type { Token } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { CaptureFencedError, captureHeld, captureValues } from './captureFence.ts';
import { type CaptureRow, captureColumns, captureOf } from './loadCapture.ts';

// "Ended without a run" is how publishing says "go on from now": it counts for the first start after it only. Once there
// was a position, a new generation means that something was missed, and that has to be loaded.
const text = `
  update syncline.stream set
    position = $5,
    generation = case when $6 then generation + 1 else greatest(generation, 1) end,
    captured_since = case when $6 then now() else coalesce(captured_since, now()) end,
    backfill_run = case when $6 then null else backfill_run end,
    backfill_paused = backfill_paused and not $6,
    backfill_ended = case when $6 then position is null and backfill_ended and backfill_run is null else backfill_ended end,
    backfill_head = case when $6 then null else backfill_head end,
    in_sync_since = case when $6 then null else in_sync_since end,
    problem_code = null, problem_message = null, updated_at = now()
  where ${captureHeld}
  returning ${captureColumns}`;

/** Capture is proven from this position on; `fresh` begins a new generation, which nothing is loaded of. */
export async function beginCapture(
  db: Queryable,
  lease: CaptureLease,
  position: Token,
  fresh: boolean,
): Promise<CaptureState> {
  const values = [...captureValues(lease), JSON.stringify(position), fresh];
  const found = await db.query<CaptureRow>({ name: 'begin-capture', text, values });
  const row = found.rows[0];
  if (row === undefined) throw new CaptureFencedError(lease);
  return captureOf(row);
}
