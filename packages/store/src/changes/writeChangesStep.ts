import type { RecordChange } from '@syncline/engine';
import type { Cipher } from '../cipher.ts';
import type { Bindings } from '../database/bindings.ts';
import { cleanText } from '../database/cleanText.ts';
import { outcomeNumber } from '../ledger/codes.ts';
import { sealChange } from '../records/changeContent.ts';

/** Step that keeps what was written, for the records' stories, when `gate` has a row. */
export function writeChangesStep(
  changes: readonly RecordChange[],
  gate: string,
  cipher: Cipher,
  { bind }: Bindings,
): string {
  const column = (pick: (change: RecordChange) => unknown, type: string) => bind(changes.map(pick), type);
  const columns = [
    column((change) => change.destinationId, 'bigint[]'),
    column((change) => outcomeNumber(change.outcome), 'smallint[]'),
    column((change) => cleanText(change.key), 'text[]'),
    column((change) => cleanText(change.version), 'text[]'),
    column(({ record }) => (record === null ? null : sealChange(cipher, record)), 'bytea[]'),
  ];
  return `changes_written as (
    insert into syncline.record_change (ts, run_id, destination_id, outcome, key, version, content)
    select now(), ${gate}.run_id, change.* from ${gate}, unnest(${columns.join(', ')}) as change
  )`;
}
