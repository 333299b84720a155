import type { LedgerWrite } from '@syncline/engine';
import { cleanText, cleanTextOrNull } from '../database/cleanText.ts';
import { outcomeNumber, stateNumber } from './codes.ts';

/**
 * Ledger rows as one array per column, the form `unnest` takes. When a page writes one key twice the later one holds:
 * an upsert may not touch a row twice.
 */
export function ledgerColumns(writes: LedgerWrite[]): unknown[][] {
  const rows = lastOfEachKey(writes);
  const size = rows.length;
  const destinations = new Array<string>(size);
  const keys = new Array<string>(size);
  const hashes = new Array<string>(size);
  const versions = new Array<string>(size);
  const states = new Array<number>(size);
  const remoteIds = new Array<string | null>(size);
  const runs = new Array<string | null>(size);
  const pages = new Array<number | null>(size);
  const outcomes = new Array<number | null>(size);
  for (let at = 0; at < size; at += 1) {
    const row = rows[at];
    if (row === undefined) continue;
    destinations[at] = row.destinationId;
    keys[at] = cleanText(row.key);
    hashes[at] = row.hash;
    versions[at] = cleanText(row.version);
    states[at] = stateNumber(row.state);
    remoteIds[at] = cleanTextOrNull(row.remoteId);
    runs[at] = row.runId;
    pages[at] = row.page;
    outcomes[at] = row.outcome === null ? null : outcomeNumber(row.outcome);
  }
  return [destinations, keys, hashes, versions, states, remoteIds, runs, pages, outcomes];
}

function lastOfEachKey(writes: LedgerWrite[]): LedgerWrite[] {
  const last = new Map<string, LedgerWrite>();
  for (const write of writes) last.set(`${write.destinationId} ${write.key}`, write);
  return last.size === writes.length ? writes : [...last.values()];
}
