import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';

/** What a check of the connection found. */
export async function saveCheck(
  db: Queryable,
  id: string,
  check: { ok: boolean; summary: string },
): Promise<void> {
  await db.query({
    text: `update syncline.connection set state = $2, summary = $3, checked_at = now() where id = $1`,
    values: [id, check.ok ? 'ok' : 'failing', cleanText(check.summary)],
  });
}
