import type { CaptureLease, StreamPort } from '@syncline/engine';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { CaptureFencedError, captureHeld, captureValues } from './captureFence.ts';

// A problem stops the flow when it is new. Resuming a flow forgets its problems, so one that is still there stops it again.
const text = `
  with before as (
    select problem_code from syncline.stream where ${captureHeld} for update
  ), told as (
    update syncline.stream set lag_bytes = $5, problem_code = $6, problem_message = $7, updated_at = now()
    from before where ${captureHeld} returning flow_id
  ), paused as (
    update syncline.flow set desired = 'paused', pause_reason = $8, pause_message = $7, updated_at = now()
    from told, before
    where flow.id = told.flow_id and desired = 'live' and $8::text is not null
      and before.problem_code is distinct from $6
  )
  select exists (select from before) as held`;

/** How the capture stands. A problem a person has to solve stops the flow; capture goes on trying. */
export async function reportCapture(
  db: Queryable,
  lease: CaptureLease,
  { lagBytes, problem }: Parameters<StreamPort['report']>[1],
): Promise<void> {
  const found = await db.query<{ held: boolean }>({
    name: 'report-capture',
    text,
    values: [
      ...captureValues(lease),
      lagBytes,
      problem?.code ?? null,
      problem === null ? null : cleanText(problem.message),
      problem?.pause ?? null,
    ],
  });
  if (found.rows[0]?.held !== true) throw new CaptureFencedError(lease);
}
