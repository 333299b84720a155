import type { CaptureLease, CaptureState } from '@syncline/engine';
import type { Token } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { CaptureFencedError, captureHeld, captureValues } from './captureFence.ts';

/** Columns of a capture's state. */
export const captureColumns = `
  stream.capture_id, stream.position, stream.generation, stream.backfill_run, stream.backfill_ended,
  stream.backfill_head, stream.in_sync_since`;

export interface CaptureRow {
  capture_id: string;
  position: Token | null;
  generation: number;
  backfill_run: number | null;
  backfill_ended: boolean;
  backfill_head: Token | null;
  in_sync_since: Date | null;
}

const text = `select ${captureColumns} from syncline.stream where ${captureHeld}`;

/** @throws CaptureFencedError */
export async function loadCapture(db: Queryable, lease: CaptureLease): Promise<CaptureState> {
  const found = await db.query<CaptureRow>({ name: 'load-capture', text, values: captureValues(lease) });
  const row = found.rows[0];
  if (row === undefined) throw new CaptureFencedError(lease);
  return captureOf(row);
}

export function captureOf(row: CaptureRow): CaptureState {
  return {
    captureId: row.capture_id,
    position: row.position,
    generation: row.generation,
    backfillRunId: row.backfill_run === null ? null : String(row.backfill_run),
    backfillEnded: row.backfill_ended,
    backfillHead: row.backfill_head,
    inSync: row.in_sync_since !== null,
  };
}
