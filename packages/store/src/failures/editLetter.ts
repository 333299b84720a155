import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import { letterPurpose } from '../runs/writeDeadLetters.ts';
import { StoreError } from '../storeError.ts';

export interface LetterEdit {
  /** The record as it should have come in; null takes an earlier edit back. */
  input: Record<string, unknown> | null;
  actor: string;
}

const text = `
  update syncline.dead_letter set edited = $2, edited_by = case when $2::bytea is null then null else $3 end,
    edited_at = case when $2::bytea is null then null else now() end
  where id = $1 and state = 'open' and envelope is not null`;

/**
 * Lays a record over the one that came in; what came in stays.
 *
 * @throws StoreError `conflict.state` when it is no longer open, or never became a record.
 */
export async function editLetter(
  db: Queryable,
  cipher: Cipher,
  id: string,
  { input, actor }: LetterEdit,
): Promise<void> {
  const sealed = input === null ? null : cipher.seal(JSON.stringify(input), letterPurpose);
  const done = await db.query({
    name: 'edit-letter',
    text,
    values: [numericId(id, 'failed record'), sealed, actor],
  });
  if (done.rowCount === 0)
    throw new StoreError(
      'conflict.state',
      'Only an open failed record that came in as a record can be edited.',
    );
}
