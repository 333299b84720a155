import type { Queryable } from '../database/queryable.ts';
import type { Page, PageRequest } from '../flows/listFlows.ts';
import { decodeCursor, encodeCursor } from '../keyset/cursor.ts';
import { type AuditEntry, firstHash, hashEntry } from './auditEntry.ts';

interface AuditRow {
  id: number;
  at: Date;
  actor: string;
  action: string;
  target: string | null;
  detail: unknown;
  prev_hash: string;
  hash: string;
}

/** Newest first. */
export async function listAudit(db: Queryable, request: PageRequest): Promise<Page<AuditEntry>> {
  const before =
    request.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(decodeCursor(request.cursor, 1)[0]);
  const found = await db.query<AuditRow>({
    text: 'select * from syncline.audit_log where id < $1 order by id desc limit $2',
    values: [before, request.limit + 1],
  });
  const rows = found.rows.slice(0, request.limit);
  const last = rows.at(-1);
  return {
    items: rows.map(entryOf),
    cursor: found.rows.length > request.limit && last ? encodeCursor([last.id]) : null,
  };
}

export interface AuditVerdict {
  ok: boolean;
  checked: number;
  /** Id of the first entry that does not follow from the one before. */
  brokenAt: string | null;
}

/** Reads the whole chain and computes every hash again. A gap, a changed and a removed entry all show. */
export async function verifyAudit(db: Queryable): Promise<AuditVerdict> {
  let previous = firstHash;
  let id = 0;
  for (;;) {
    const found = await db.query<AuditRow>({
      text: 'select * from syncline.audit_log where id > $1 order by id limit 1000',
      values: [id],
    });
    for (const row of found.rows) {
      const follows = row.id === id + 1 && row.prev_hash === previous;
      if (!follows || hashEntry(entryOf(row), previous) !== row.hash)
        return { ok: false, checked: id, brokenAt: String(row.id) };
      id = row.id;
      previous = row.hash;
    }
    if (found.rows.length < 1000) return { ok: true, checked: id, brokenAt: null };
  }
}

function entryOf({ id, at, actor, action, target, detail }: AuditRow): AuditEntry {
  return { id: String(id), at: at.toISOString(), actor, action, target, detail };
}
