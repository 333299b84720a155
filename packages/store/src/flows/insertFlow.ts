import type { FlowDocument } from '@syncline/model';
import type { Pool } from 'pg';
import { cleanText, cleanTextOrNull } from '../database/cleanText.ts';
import { inTransaction } from '../database/inTransaction.ts';
import { newId } from '../newId.ts';
import { bindingsText, hashLogic, shapeOf } from './describeDraft.ts';
import { ensureEndpoints } from './ensureEndpoints.ts';
import type { StoredFlow } from './flowRow.ts';
import { getFlow } from './getFlow.ts';

export interface Draft {
  document: FlowDocument;
  /** Logical connection name -> connection id. Left out: none, or as before. */
  bindings?: Record<string, string> | undefined;
  /** Names of the nodes that listen: each gets an address. */
  triggers: string[];
  /** How many errors the compiler found. */
  problems: number;
}

export async function insertFlow(pool: Pool, draft: Draft): Promise<StoredFlow> {
  const id = newId();
  return inTransaction(pool, async (db) => {
    await db.query({
      text: `insert into syncline.flow (id, name, draft, draft_hash, etag, bindings, problems, shape, description)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [
        id,
        cleanText(draft.document.name),
        JSON.stringify(draft.document),
        hashLogic(draft.document),
        newId(),
        bindingsText(draft.bindings ?? {}),
        draft.problems,
        JSON.stringify(shapeOf(draft.document)),
        cleanTextOrNull(draft.document.description ?? null),
      ],
    });
    await ensureEndpoints(db, id, draft.triggers);
    return getFlow(db, id);
  });
}
