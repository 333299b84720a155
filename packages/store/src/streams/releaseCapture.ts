import type { CaptureLease } from '@syncline/engine';
import type { Queryable } from '../database/queryable.ts';
import { captureHeld, captureValues } from './captureFence.ts';

const text = `update syncline.stream set owner = null where ${captureHeld}`;

/** Gives the capture back at once. Nothing happens when it was lost. */
export async function releaseCapture(db: Queryable, lease: CaptureLease): Promise<void> {
  await db.query({ name: 'release-capture', text, values: captureValues(lease) });
}
