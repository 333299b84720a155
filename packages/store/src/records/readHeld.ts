import type { DataRecord } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { openChange } from './changeContent.ts';

export interface RecordAt {
  flowId: string;
  node: string;
  key: string;
}

/** What a destination holds of a record, by what was written: `unknown` when it was loaded in bulk and never changed. */
export type HeldRecord = RecordAt &
  ({ state: 'absent' } | { state: 'unknown' } | { state: 'known'; record: DataRecord });

const text = `
  select asked.flow_id as "flowId", asked.node, asked.key, entry.state, latest.content
  from unnest($1::text[], $2::text[], $3::text[]) as asked (flow_id, node, key)
  join syncline.destination on destination.flow_id = asked.flow_id and destination.node = asked.node
  left join lateral (
    select state from syncline.ledger where ledger.destination_id = destination.id and ledger.key = asked.key
  ) as entry on true
  left join lateral (
    select content from syncline.record_change
    where record_change.destination_id = destination.id and record_change.key = asked.key
    order by ts desc limit 1
  ) as latest on true`;

interface HeldRow extends RecordAt {
  state: number | null;
  content: Buffer | null;
}

/** The newest state of each of these records at its destination. */
export async function readHeld(
  db: Queryable,
  cipher: Cipher,
  asked: readonly RecordAt[],
): Promise<HeldRecord[]> {
  if (asked.length === 0) return [];
  const found = await db.query<HeldRow>({
    name: 'read-held',
    text,
    values: [
      asked.map(({ flowId }) => flowId),
      asked.map(({ node }) => node),
      asked.map(({ key }) => cleanText(key)),
    ],
  });
  return found.rows.map(({ state, content, ...at }) => {
    // A tombstone: it was there, and is not.
    if (state === null || state === 3) return { ...at, state: 'absent' };
    if (content === null) return { ...at, state: 'unknown' };
    return { ...at, state: 'known', record: openChange(cipher, content) };
  });
}
