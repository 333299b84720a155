import type { RecordPlace } from '@syncline/model';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { type LetterPlaceRow, letterDestination, letterPlaceOf } from './findLetterPlaces.ts';

const columns = `
  letter.id, letter.destination_id, letter.flow_id, flow.name as flow_name, letter.node,
  coalesce(flow_version.titles ->> letter.node, letter.node) as title, letter.key, letter.source_key, letter.outcome,
  letter.run_id, letter.created_at`;

/** A record that failed before its destination knew of it: by `letter-17`, or by destination and key. */
export async function getLetterPlace(
  db: Queryable,
  destination: string,
  key: string,
): Promise<RecordPlace | null> {
  const named = letterDestination.exec(destination)?.[1];
  const found = await db.query<LetterPlaceRow>({
    text: `select ${columns} from syncline.dead_letter as letter
      join syncline.flow on flow.id = letter.flow_id
      left join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
      where ${named === undefined ? 'letter.destination_id = $1 and letter.key = $2' : 'letter.id = $1 and $2::text is not null'}
      order by letter.id desc limit 1`,
    values: [named ?? destination, cleanText(key)],
  });
  const row = found.rows[0];
  return row === undefined ? null : letterPlaceOf(row);
}
