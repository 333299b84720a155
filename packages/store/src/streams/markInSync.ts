import type { CaptureLease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { CaptureFencedError, captureHeld, captureValues } from './captureFence.ts';

const text = `
  update syncline.stream set in_sync_since = coalesce(in_sync_since, now()), updated_at = now() where ${captureHeld}`;

/** Loaded, and capture has passed the end of the loading. @throws CaptureFencedError */
export async function markInSync(db: Queryable, lease: CaptureLease): Promise<void> {
  const done = await db.query({ name: 'mark-in-sync', text, values: captureValues(lease) });
  if (done.rowCount === 0) throw new CaptureFencedError(lease);
}
