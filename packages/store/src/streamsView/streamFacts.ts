import type { Queryable } from '../database/queryable.ts';

/** How captures, checkpoints and sweeps of the whole installation stand, in figures. */
export interface StreamFacts {
  /** Change streams to be held open; those nobody has held for half a minute; those that have a problem. */
  captures: { all: number; late: number; failing: number };
  /** Bytes of log which sources keep for us, all of them together. */
  lagBytes: number;
  /** Records at checkpoints (counted up to 100,000). */
  parked: { waiting: number; oldestSeconds: number };
  /** What the last complete sweep of each stream compared, and how many records were not as they should be. */
  sweeps: { checked: number; drift: number };
}

const text = `
  select count(*) filter (where captures) as all,
    count(*) filter (where captures and (owner is null or until < clock_timestamp())
      and greatest(until, updated_at) < clock_timestamp() - interval '30 seconds') as late,
    count(*) filter (where captures and problem_code is not null) as failing,
    coalesce(sum(lag_bytes), 0)::float8 as lag, coalesce(sum(sweep_checked), 0)::float8 as checked,
    coalesce(sum(coalesce(sweep_repaired, 0) + coalesce(sweep_missing, 0)), 0)::float8 as drift, (
      select count(*) from (select from syncline.parked where state = 'waiting' limit 100000) as waiting
    ) as parked, (
      select coalesce(extract(epoch from now() - min(oldest.created_at)), 0)::float8 from syncline.flow, lateral (
        select created_at from syncline.parked
        where parked.flow_id = flow.id and state = 'waiting' order by id limit 1
      ) as oldest
    ) as parked_seconds
  from syncline.stream`;

interface FactsRow {
  all: number;
  late: number;
  failing: number;
  lag: number;
  checked: number;
  drift: number;
  parked: number;
  parked_seconds: number;
}

/** In one statement. */
export async function streamFacts(db: Queryable): Promise<StreamFacts> {
  const found = await db.query<FactsRow>({ name: 'stream-facts', text });
  const row = found.rows[0];
  return {
    captures: { all: row?.all ?? 0, late: row?.late ?? 0, failing: row?.failing ?? 0 },
    lagBytes: row?.lag ?? 0,
    parked: { waiting: row?.parked ?? 0, oldestSeconds: row?.parked_seconds ?? 0 },
    sweeps: { checked: row?.checked ?? 0, drift: row?.drift ?? 0 },
  };
}
