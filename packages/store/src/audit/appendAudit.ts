import type { Pool } from 'pg';
import { inTransaction } from '../database/inTransaction.ts';
import { type AuditEntry, firstHash, hashEntry } from './auditEntry.ts';

export interface AuditInput {
  /** Who: a user's name, `owner`, `cli`. */
  actor: string;
  /** What: `flow.publish`. */
  action: string;
  target: string | null;
  /** Never a secret. */
  detail: unknown;
}

/** Any number that nothing else in this database locks. */
const chainLock = 7_246_305_119;

/** Adds an entry to the chain. Entries queue up behind one lock, so each follows the one before. */
export async function appendAudit(pool: Pool, input: AuditInput): Promise<void> {
  const { actor, action, target } = input;
  await inTransaction(pool, async (db) => {
    await db.query({ text: 'select pg_advisory_xact_lock($1)', values: [chainLock] });
    const found = await db.query<{ id: number; hash: string; now: Date }>({
      text: `select coalesce(last.id, 0) as id, coalesce(last.hash, $1) as hash, date_trunc('milliseconds', clock_timestamp()) as now
        from (select 1) as one left join lateral (
          select id, hash from syncline.audit_log order by id desc limit 1
        ) as last on true`,
      values: [firstHash],
    });
    const last = found.rows[0];
    const id = (last?.id ?? 0) + 1;
    const at = (last?.now ?? new Date()).toISOString();
    // As it will be read back: JSON has no undefined.
    const detail: unknown = JSON.parse(JSON.stringify(input.detail ?? null));
    const entry: AuditEntry = { id: String(id), at, actor, action, target, detail };
    const previous = last?.hash ?? firstHash;
    await db.query({
      text: `insert into syncline.audit_log (id, at, actor, action, target, detail, prev_hash, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [id, at, actor, action, target, JSON.stringify(detail), previous, hashEntry(entry, previous)],
    });
  });
}
