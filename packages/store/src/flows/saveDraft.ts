import type { Pool } from 'pg';
import { cleanText, cleanTextOrNull } from '../database/cleanText.ts';
import { inTransaction } from '../database/inTransaction.ts';
import { newId } from '../newId.ts';
import { StoreError } from '../storeError.ts';
import { bindingsText, hashLogic, shapeOf } from './describeDraft.ts';
import { ensureEndpoints } from './ensureEndpoints.ts';
import type { StoredFlow } from './flowRow.ts';
import { getFlow } from './getFlow.ts';
import type { Draft } from './insertFlow.ts';

export interface ChangedDraft extends Draft {
  /** Of the draft the change was made on; null saves whatever is there. */
  etag: string | null;
}

/**
 * @throws StoreError `conflict.changed` when someone else saved meanwhile, `not-found`.
 */
export async function saveDraft(pool: Pool, id: string, draft: ChangedDraft): Promise<StoredFlow> {
  return inTransaction(pool, async (db) => {
    const saved = await db.query({
      text: `update syncline.flow set name = $2, draft = $3, draft_hash = $4, etag = $5,
          bindings = coalesce($6::jsonb, bindings), problems = $7, shape = $8, description = $10, updated_at = now()
        where id = $1 and ($9::text is null or etag = $9)`,
      values: [
        id,
        cleanText(draft.document.name),
        JSON.stringify(draft.document),
        hashLogic(draft.document),
        newId(),
        draft.bindings === undefined ? null : bindingsText(draft.bindings),
        draft.problems,
        JSON.stringify(shapeOf(draft.document)),
        draft.etag,
        cleanTextOrNull(draft.document.description ?? null),
      ],
    });
    if (saved.rowCount === 0) {
      await getFlow(db, id);
      throw new StoreError('conflict.changed', 'Somebody saved this flow since you opened it.');
    }
    await ensureEndpoints(db, id, draft.triggers);
    return getFlow(db, id);
  });
}
