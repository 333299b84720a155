import type { RecordPlace } from '@syncline/model';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { numericId } from '../keyset/numericId.ts';
import { type PlaceRow, placeColumns, placeOf, placeSources } from './placeRow.ts';

/** What a destination knows of one record; null when it never had it. */
export async function getPlace(
  db: Queryable,
  destinationId: string,
  key: string,
): Promise<RecordPlace | null> {
  const found = await db.query<PlaceRow>({
    name: 'get-place',
    text: `select ${placeColumns} from ${placeSources}
      join syncline.ledger as entry on entry.destination_id = destination.id
      where destination.id = $1 and entry.destination_id = $1 and entry.key = $2`,
    values: [numericId(destinationId, 'destination'), cleanText(key)],
  });
  const row = found.rows[0];
  return row === undefined ? null : placeOf(row);
}
