import type { LedgerState } from '@syncline/engine';
import type { Orphan } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import type { Page, PageRequest } from '../flows/listFlows.ts';
import { decodeCursor, encodeCursor } from '../keyset/cursor.ts';
import { stateNumber } from '../ledger/codes.ts';

export interface OrphanFilter extends PageRequest {
  flow?: string | undefined;
  node?: string | undefined;
  kind?: Orphan['kind'] | undefined;
}

const statesOf: Record<Orphan['kind'], readonly LedgerState[]> = {
  'gone-at-source': ['orphan'],
  'in-doubt': ['uncertain'],
  refused: ['failed', 'dead'],
};

// Per destination a walk along the index of what is not in order, so a page costs a page whatever the ledger holds.
const text = `
  select destination.id as destination_id, flow.id as flow_id, flow.name as flow_name, destination.node,
    coalesce(flow_version.titles ->> destination.node, destination.node) as title, entry.*, (
      select dead_letter.id from syncline.dead_letter
      where dead_letter.destination_id = destination.id and dead_letter.key = entry.key and dead_letter.state = 'open'
    ) as letter_id
  from syncline.destination
  join syncline.flow on flow.id = destination.flow_id
  left join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
  cross join lateral (
    select state, key, coalesce(source_key, key) as source_key, last_run from syncline.ledger
    where ledger.destination_id = destination.id and state <> 0 and state = any ($3::smallint[])
      and (destination.id > $4 or (state, key) > ($5::smallint, $6::text))
    order by state, key limit $7
  ) as entry
  where ($1::text is null or flow.id = $1) and ($2::text is null or destination.node = $2) and destination.id >= $4
  order by destination.id, entry.state, entry.key limit $7`;

interface OrphanRow {
  destination_id: number;
  flow_id: string;
  flow_name: string;
  node: string;
  title: string;
  state: number;
  key: string;
  source_key: string;
  last_run: number | null;
  letter_id: number | null;
}

/** Records at destinations whose like at the source is gone, or whose state nobody knows for sure. */
export async function listOrphans(db: Queryable, filter: OrphanFilter): Promise<Page<Orphan>> {
  const wanted = filter.kind === undefined ? Object.values(statesOf).flat() : statesOf[filter.kind];
  const [destination, state, key] =
    filter.cursor === undefined ? [0, -1, ''] : decodeCursor(filter.cursor, 3);
  const found = await db.query<OrphanRow>({
    name: 'list-orphans',
    text,
    values: [
      filter.flow ?? null,
      filter.node ?? null,
      wanted.map(stateNumber),
      Number(destination) || 0,
      Number(state) || 0,
      String(key),
      filter.limit + 1,
    ],
  });
  const rows = found.rows.slice(0, filter.limit);
  const last = rows.at(-1);
  return {
    items: rows.map(orphanOf),
    cursor:
      found.rows.length > filter.limit && last
        ? encodeCursor([last.destination_id, last.state, last.key])
        : null,
  };
}

function orphanOf(row: OrphanRow): Orphan {
  const fits = ([, states]: [string, readonly LedgerState[]]) => states.map(stateNumber).includes(row.state);
  return {
    destinationId: String(row.destination_id),
    flowId: row.flow_id,
    flowName: row.flow_name,
    node: row.node,
    nodeTitle: row.title,
    key: row.key,
    sourceKey: row.source_key,
    // The statement asked for these states only.
    kind: (Object.entries(statesOf).find(fits)?.[0] ?? 'in-doubt') as Orphan['kind'],
    runId: row.last_run === null ? null : String(row.last_run),
    deadLetterId: row.letter_id === null ? null : String(row.letter_id),
  };
}
