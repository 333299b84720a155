import type { LedgerWrite } from '@syncline/engine';
import { cleanText, cleanTextOrNull } from '../database/cleanText.ts';
import { outcomeNumber, stateNumber } from './codes.ts';
import { termHash } from './termHash.ts';

/** One column of ledger rows. */
export interface LedgerColumn {
  name: string;
  type: string;
  values: (string | number | null)[];
  /** Every row has the same value, so it needn't be sent a thousand times: of a page that is most columns. */
  same: boolean;
  /** What the text of a value has to become, where rows can't be sent as what they are (a list in each). */
  cast?: string;
}

/**
 * Ledger rows by columns, the form `unnest` takes. When a page writes one key twice the later one holds: an upsert may
 * not touch a row twice.
 */
export function ledgerColumns(writes: LedgerWrite[]): LedgerColumn[] {
  const rows = lastOfEachKey(writes);
  const column = (
    name: string,
    type: string,
    pick: (row: LedgerWrite) => string | number | null,
  ): LedgerColumn => {
    const values = rows.map(pick);
    const first = values[0];
    return { name, type, values, same: values.every((value) => value === first) };
  };
  const searched = [
    column('source_key', 'text', (row) => cleanTextOrNull(row.sourceKey)),
    { ...column('terms', 'text', termsText), cast: 'bigint[]' },
  ];
  return [
    // The key always goes by rows: it is what there are rows of.
    { ...column('key', 'text', (row) => cleanText(row.key)), same: false },
    column('destination_id', 'bigint', (row) => row.destinationId),
    column('hash', 'text', (row) => row.hash),
    column('version', 'text', (row) => cleanText(row.version)),
    column('state', 'smallint', (row) => stateNumber(row.state)),
    column('remote_id', 'text', (row) => cleanTextOrNull(row.remoteId)),
    column('last_run', 'bigint', (row) => row.runId),
    column('last_page', 'integer', (row) => row.page),
    column('last_outcome', 'smallint', (row) => (row.outcome === null ? null : outcomeNumber(row.outcome))),
    // A flow without anything to search by pays nothing for it.
    ...searched.filter(({ same, values }) => !same || values[0] !== null),
  ];
}

/** A record is found by its identity at the source too: deletes may bring nothing else. */
function termsText({ terms, sourceKey }: LedgerWrite): string | null {
  if (terms === null) return null;
  const hashes = terms.map(termHash);
  if (sourceKey !== null) hashes.push(termHash(cleanText(sourceKey)));
  return hashes.length === 0 ? null : `{${hashes.join(',')}}`;
}

function lastOfEachKey(writes: LedgerWrite[]): LedgerWrite[] {
  const byDestination = new Map<string, Map<string, LedgerWrite>>();
  let rows = 0;
  for (const write of writes) {
    const byKey = byDestination.get(write.destinationId) ?? new Map<string, LedgerWrite>();
    byDestination.set(write.destinationId, byKey);
    if (!byKey.has(write.key)) rows += 1;
    byKey.set(write.key, write);
  }
  return rows === writes.length
    ? writes
    : [...byDestination.values()].flatMap((byKey) => [...byKey.values()]);
}
