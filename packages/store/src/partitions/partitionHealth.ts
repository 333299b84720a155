import type { Queryable } from '../database/queryable.ts';

export interface PartitionHealth {
  ok: boolean;
  /** Days from today for which each table has a partition. Below 2 nobody makes new ones any more. */
  daysAhead: Record<string, number>;
  /** Rows that found no day: a clock far off, or days that were not made. */
  strayRows: Record<string, boolean>;
}

export const partitioned = ['record_event', 'run_log', 'record_change'] as const;

const text = `
  select parent, (
    select count(*) from generate_series(0, 6) as day
    where to_regclass('syncline.' || parent || '_' || to_char((now() at time zone 'UTC')::date + day, 'YYYYMMDD')) is not null
  )::integer as days
  from unnest($1::text[]) as parent`;

/** Are there partitions for the days to come, and does nothing lie outside of them? */
export async function partitionHealth(db: Queryable): Promise<PartitionHealth> {
  const found = await db.query<{ parent: string; days: number }>({
    name: 'partition-days',
    text,
    values: [partitioned],
  });
  const strays = await db.query<Record<string, boolean>>({
    name: 'partition-strays',
    text: `select ${partitioned.map((name) => `exists (select from syncline.${name}_default) as ${name}`).join(', ')}`,
  });
  const daysAhead = Object.fromEntries(found.rows.map(({ parent, days }) => [parent, days]));
  const strayRows = strays.rows[0] ?? {};
  const ok =
    Object.values(daysAhead).every((days) => days >= 2) && !Object.values(strayRows).some((stray) => stray);
  return { ok, daysAhead, strayRows };
}
