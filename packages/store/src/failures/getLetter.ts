import type { LetterOrigin } from '@syncline/engine';
import type { DeadLetter } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import { StoreError } from '../storeError.ts';
import { type LetterRow, letterColumns, letterOf } from './letterRow.ts';

/** A failed record with what it takes to run it once more; no origin = it never became a record. */
export interface LetterWithOrigin {
  letter: DeadLetter;
  origin: LetterOrigin | null;
}

interface OriginRow extends LetterRow {
  envelope: LetterOrigin['change'] | null;
}

/** @throws StoreError `not-found` */
export async function getLetter(db: Queryable, cipher: Cipher, id: string): Promise<LetterWithOrigin> {
  const found = await db.query<OriginRow>({
    name: 'get-letter',
    text: `select ${letterColumns} from syncline.dead_letter where id = $1`,
    values: [numericId(id, 'failed record')],
  });
  const row = found.rows[0];
  if (row === undefined) throw new StoreError('not-found', `There is no failed record ${id}.`);
  const { feeder, source_key: sourceKey, envelope } = row;
  return {
    letter: letterOf(row, cipher),
    origin:
      feeder === null || sourceKey === null || envelope === null
        ? null
        : { feeder, sourceKey, change: envelope },
  };
}
