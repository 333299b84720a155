import type { LedgerEntry } from '@syncline/engine';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { textArray } from '../database/textArray.ts';
import { outcomeOf, stateOf } from './codes.ts';

const text = `
  select key, hash, version, state, remote_id, last_run, last_page, last_outcome
  from syncline.ledger where destination_id = $1 and key = any($2::text[])`;

interface LedgerRow {
  key: string;
  hash: string;
  version: string;
  state: number;
  remote_id: string | null;
  last_run: number | null;
  last_page: number | null;
  last_outcome: number | null;
}

/** What this destination holds of these keys; a key it never had is absent. */
export async function readLedger(
  db: Queryable,
  destinationId: string,
  keys: string[],
): Promise<Map<string, LedgerEntry>> {
  const entries = new Map<string, LedgerEntry>();
  if (keys.length === 0) return entries;
  const asked = new Map<string, string>();
  for (const key of keys) if (key.includes('\0')) asked.set(cleanText(key), key);
  const values = [destinationId, textArray(asked.size === 0 ? keys : keys.map(cleanText))];
  const found = await db.query<LedgerRow>({ name: 'read-ledger', text, values });
  for (const row of found.rows) entries.set(asked.get(row.key) ?? row.key, entryOf(row));
  return entries;
}

function entryOf(row: LedgerRow): LedgerEntry {
  return {
    hash: row.hash,
    version: row.version,
    state: stateOf(row.state),
    remoteId: row.remote_id,
    runId: row.last_run === null ? null : String(row.last_run),
    page: row.last_page,
    outcome: row.last_outcome === null ? null : outcomeOf(row.last_outcome),
  };
}
