import type { CaptureLease } from '@syncline/engine';
import type { Token } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { CaptureFencedError, captureHeld, captureValues } from './captureFence.ts';

const text = `
  update syncline.stream set backfill_head = $5, updated_at = now()
  where ${captureHeld} and backfill_ended`;

/** Where the source stood once all that exists was loaded: capture has to pass it. @throws CaptureFencedError */
export async function noteBackfillHead(db: Queryable, lease: CaptureLease, head: Token): Promise<void> {
  const values = [...captureValues(lease), JSON.stringify(head)];
  const done = await db.query({ name: 'note-backfill-head', text, values });
  if (done.rowCount === 0) throw new CaptureFencedError(lease);
}
