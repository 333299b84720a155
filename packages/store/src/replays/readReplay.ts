import type { LetterOrigin, ReplayItem } from '@syncline/engine';
import type { DataRecord } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { letterPurpose } from '../runs/writeDeadLetters.ts';

const text = `
  select id, source_key, envelope, coalesce(edited, input) as record from syncline.dead_letter
  where replay_run = $1 and state = 'replaying' and id > $2 order by id limit $3`;

interface LetterRow {
  id: number;
  source_key: string;
  envelope: LetterOrigin['change'];
  record: Buffer | null;
}

/** Letters this run replays, by id, after the one given; each with the record that came in, or its edit. */
export async function readReplay(
  db: Queryable,
  cipher: Cipher,
  runId: string,
  after: string | null,
  limit: number,
): Promise<ReplayItem[]> {
  const values = [runId, after ?? 0, limit];
  const found = await db.query<LetterRow>({ name: 'read-replay', text, values });
  return found.rows.map(({ id, source_key, envelope, record }) => ({
    letterId: String(id),
    sourceKey: source_key,
    change: { ...envelope, record: openRecord(cipher, record) },
  }));
}

function openRecord(cipher: Cipher, sealed: Buffer | null): DataRecord {
  // The input of a letter with an origin is the record of its change; a delete may have none.
  return sealed === null ? {} : (JSON.parse(cipher.open(sealed, letterPurpose)) as DataRecord);
}
