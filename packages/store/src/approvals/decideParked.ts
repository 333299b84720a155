import type { Cipher } from '../cipher.ts';
import { cleanTextOrNull } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { openParked, sealParked } from '../parked/parkedContent.ts';

export interface Decision {
  decision: 'approve' | 'reject';
  /** Of the content the person has seen: the decision is for nothing else. */
  contentHash: string;
  note?: string | undefined;
  /** Approve this in its place, with its own hash. */
  edited?: { record: Record<string, unknown>; contentHash: string } | undefined;
  actor: string;
}

// The row's lock makes one decision of two: the second finds it no longer waiting.
const text = `
  update syncline.parked set state = $2, decided_by = $3, decided_at = now(), note = $4,
    release_no = case when $2 = 'approved' then (extract(epoch from clock_timestamp()) * 1e6)::bigint end,
    content = coalesce($6, content), content_hash = coalesce($7, content_hash)
  where id = $1 and state = 'waiting' and due is null and content_hash = $5`;

/** @returns false when it was decided meanwhile, or holds another content by now. */
export async function decideParked(
  db: Queryable,
  cipher: Cipher,
  id: string,
  { decision, contentHash, note, edited, actor }: Decision,
): Promise<boolean> {
  const content = edited === undefined ? null : await resealed(db, cipher, id, edited.record);
  const done = await db.query({
    name: 'decide-parked',
    text,
    values: [
      id,
      decision === 'approve' ? 'approved' : 'rejected',
      actor,
      cleanTextOrNull(note ?? null),
      contentHash,
      content,
      edited?.contentHash ?? null,
    ],
  });
  return done.rowCount === 1;
}

/** What goes on, with another record: the change that brought it stays. */
async function resealed(
  db: Queryable,
  cipher: Cipher,
  id: string,
  record: Record<string, unknown>,
): Promise<Buffer | null> {
  const found = await db.query<{ content: Buffer }>({
    name: 'read-parked-content',
    text: 'select content from syncline.parked where id = $1',
    values: [id],
  });
  const sealed = found.rows[0]?.content;
  if (sealed === undefined) return null;
  // A parsed JSON object holds nothing but what a record may hold.
  return sealParked(cipher, { ...openParked(cipher, sealed), record: record as never });
}
