import type { Outcome, RecordPlace } from '@syncline/model';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import type { RecordQuery } from './findPlaces.ts';

// By what the destination knows it under, and by what its source does: each a probe of an index of open letters.
const text = `
  with hits as (
    (
      select letter.id from syncline.destination cross join lateral (
        select id from syncline.dead_letter
        where destination_id = destination.id and key = any ($1::text[]) and state = 'open'
      ) as letter
      where $2::text is null or destination.flow_id = $2 limit 100
    ) union (
      select letter.id from syncline.flow cross join lateral (
        select id from syncline.dead_letter where flow_id = flow.id and source_key = any ($1::text[]) and state = 'open' limit 20
      ) as letter
      where $2::text is null or flow.id = $2 limit 100
    )
  )
  select letter.id, letter.destination_id, letter.flow_id, flow.name as flow_name, letter.node,
    coalesce(flow_version.titles ->> letter.node, letter.node) as title, letter.key, letter.source_key, letter.outcome,
    letter.run_id, letter.created_at
  from hits join syncline.dead_letter as letter on letter.id = hits.id
  join syncline.flow on flow.id = letter.flow_id
  left join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
  order by letter.id desc limit 100`;

export interface LetterPlaceRow {
  id: number;
  destination_id: number | null;
  flow_id: string;
  flow_name: string;
  node: string;
  title: string;
  key: string | null;
  source_key: string | null;
  outcome: Outcome;
  run_id: number;
  created_at: Date;
}

/** Open failed records of this key or source key; those that no destination has seen are nowhere else. */
export async function findLetterPlaces(db: Queryable, query: RecordQuery): Promise<RecordPlace[]> {
  const found = await db.query<LetterPlaceRow>({
    name: 'find-letter-places',
    text,
    values: [[...new Set([query.text, ...query.terms].map(cleanText))], query.flow ?? null],
  });
  return found.rows.map(letterPlaceOf);
}

/** What a record that got to no destination is called in place of one: `letter-17`. */
export const letterDestination = /^letter-(\d{1,18})$/;

export function letterPlaceOf(row: LetterPlaceRow): RecordPlace {
  const sourceKey = row.source_key ?? row.key ?? '';
  return {
    destinationId: row.destination_id === null ? `letter-${row.id}` : String(row.destination_id),
    flowId: row.flow_id,
    flowName: row.flow_name,
    node: row.node,
    nodeTitle: row.title,
    key: row.key ?? sourceKey,
    sourceKey,
    state: row.outcome === 'uncertain' ? 'uncertain' : 'dead',
    outcome: row.outcome,
    runId: String(row.run_id),
    at: row.created_at.toISOString(),
    remoteId: null,
    deadLetterId: String(row.id),
    approvalId: null,
  };
}
