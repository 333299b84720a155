import type { DataRecord } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { outcomeOf } from '../ledger/codes.ts';
import { openChange } from './changeContent.ts';
import { mostHops, type StoryParts } from './storyParts.ts';

const text = `
  select ts as at, run_id::text as "runId", outcome, content from syncline.record_change
  where destination_id = $1 and key = $2 order by ts desc limit ${mostHops}`;

interface ChangeRow {
  at: Date;
  runId: string;
  outcome: number;
  content: Buffer | null;
}

/** What was written of a record, newest first, with its values. */
export async function readChanges(
  db: Queryable,
  cipher: Cipher,
  destinationId: string,
  key: string,
): Promise<StoryParts['changes']> {
  const found = await db.query<ChangeRow>({
    name: 'read-record-changes',
    text,
    values: [destinationId, key],
  });
  return found.rows.map(({ outcome, content, ...row }) => ({
    ...row,
    outcome: outcomeOf(outcome),
    record: content === null ? null : (openChange(cipher, content) as DataRecord),
  }));
}
