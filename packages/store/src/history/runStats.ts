import type { Queryable } from '../database/queryable.ts';
import { unfinished } from '../runs/unfinished.ts';

export interface RunStats {
  runs: number;
  read: number;
  failed: number;
  running: number;
  buckets: { at: string; records: number; failed: number }[];
}

const bucketCount = 48;

const text = `
  with buckets as (
    select now() - make_interval(hours => $2) + n * make_interval(hours => $2) / ${bucketCount} as at
    from generate_series(0, ${bucketCount - 1}) as n
  ), counted as (
    select date_bin(make_interval(hours => $2) / ${bucketCount}, created_at, now() - make_interval(hours => $2)) as at,
      count(*) as runs, sum(read) as read, sum(failed) as failed
    from syncline.run
    where created_at >= now() - make_interval(hours => $2) and ($1::text is null or flow_id = $1)
      and status not in ('skipped', 'missed')
    group by 1
  )
  select buckets.at, coalesce(runs, 0)::bigint as runs, coalesce(read, 0)::bigint as records, coalesce(failed, 0)::bigint as failed, (
    select count(*) from syncline.run
    where status in ${unfinished} and status = 'running' and ($1::text is null or flow_id = $1)
  ) as running
  from buckets left join counted on counted.at = buckets.at order by buckets.at`;

/** What happened in the last hours, in 48 equal slices, for the strip above the list. */
export async function runStats(
  db: Queryable,
  request: { flow?: string | undefined; hours: number },
): Promise<RunStats> {
  const found = await db.query<{ at: Date; runs: number; records: number; failed: number; running: number }>({
    name: 'run-stats',
    text,
    values: [request.flow ?? null, request.hours],
  });
  const sum = (pick: (row: (typeof found.rows)[number]) => number) =>
    found.rows.reduce((total, row) => total + pick(row), 0);
  return {
    runs: sum((row) => row.runs),
    read: sum((row) => row.records),
    failed: sum((row) => row.failed),
    running: found.rows[0]?.running ?? 0,
    buckets: found.rows.map(({ at, records, failed }) => ({ at: at.toISOString(), records, failed })),
  };
}
