import type { RecordPlace } from '@syncline/model';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { termHash } from '../ledger/termHash.ts';
import { type PlaceRow, placeColumns, placeOf, placeSources } from './placeRow.ts';

export interface RecordQuery {
  /** As a person wrote it. */
  text: string;
  /** Texts it may stand for, as the engine keeps them. */
  terms: readonly string[];
  flow?: string | undefined;
}

/** Nobody reads more of them; a term that is so common finds nothing useful anyway. */
const mostPlaces = 100;

// One probe of the ledger's primary key per destination, and one of its terms: nothing is walked through.
const text = `
  with hits as (
    (
      select entry.destination_id, entry.key from syncline.destination cross join lateral (
        select destination_id, key from syncline.ledger
        where ledger.destination_id = destination.id and ledger.key = any ($1::text[])
      ) as entry
      where $3::text is null or destination.flow_id = $3
      limit ${mostPlaces}
    ) union (
      select destination_id, key from syncline.ledger
      where terms is not null and terms && $2::bigint[] and (
        $3::text is null or destination_id in (select id from syncline.destination where flow_id = $3))
      limit ${mostPlaces}
    )
  )
  select ${placeColumns}
  from hits
  cross join lateral (
    select * from syncline.ledger where ledger.destination_id = hits.destination_id and ledger.key = hits.key
  ) as entry
  join (${placeSources}) on destination.id = hits.destination_id
  order by flow.name, destination.id, entry.key limit ${mostPlaces}`;

/** Every destination that knows a record by this key, or by its source key, e-mail or phone. */
export async function findPlaces(db: Queryable, query: RecordQuery): Promise<RecordPlace[]> {
  const found = await db.query<PlaceRow>({
    name: 'find-places',
    text,
    values: [
      [...new Set([query.text, ...query.terms].map(cleanText))],
      query.terms.map(termHash),
      query.flow ?? null,
    ],
  });
  return found.rows.map(placeOf);
}
