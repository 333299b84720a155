import type { TestDatabase } from '../../harness/database.ts';

/**
 * A source table and its copy. `n` of a row grows with each edit of its record, over deletes too, so the copy's own write
 * history shows by itself what was doubled, went back or came to life again.
 */
export interface Copy {
  database: TestDatabase;
  source: string;
  target: string;
}

const triggers = (name: string, target: string) => `
create table proof.${name}_history (
  seq bigint generated always as identity primary key, id bigint not null, op text not null, n bigint not null,
  at timestamptz not null default clock_timestamp()
);
create function proof.${name}_note() returns trigger language plpgsql as $$ begin
  if tg_op = 'DELETE' then insert into proof.${name}_history (id, op, n) values (old.id, 'delete', old.n);
  else insert into proof.${name}_history (id, op, n) values (new.id, lower(tg_op), new.n); end if;
  return null; end $$;
create trigger note after insert or update or delete on ${target} for each row execute function proof.${name}_note();
`;

/** Makes both tables, the source with this many rows. `slowMs` holds up each statement that writes into the copy. */
export async function makeCopy(
  database: TestDatabase,
  rows: number,
  { name = 'copy', slowMs = 0 }: { name?: string; slowMs?: number } = {},
): Promise<Copy> {
  const source = `proof.${name}_source`;
  const target = `proof.${name}`;
  const columns = '(id bigint primary key, email text not null, name text not null, n bigint not null)';
  // The time of change is the vendor's own, not ours: nothing else looks at it.
  await database.query(`create table ${source} ${columns}`);
  await database.query(
    `alter table ${source} add updated_at timestamptz(3) not null default clock_timestamp()`,
  );
  await database.query(`create table ${target} ${columns}`);
  await database.query(triggers(name, target));
  if (slowMs > 0) {
    await database.query(`create function proof.${name}_slow() returns trigger language plpgsql as $$
      begin perform pg_sleep(${slowMs / 1000}); return null; end $$`);
    await database.query(
      `create trigger slow after insert or update on ${target} for each statement execute function proof.${name}_slow()`,
    );
  }
  if (rows > 0)
    await database.query(`insert into ${source}
      select id, 'person' || id || '@example.test', 'Person ' || id, 1 from generate_series(1, ${rows}) id`);
  return { database, source, target };
}

/** I1: rows that differ between the source and its copy. */
export async function differences({ database, source, target }: Copy): Promise<number> {
  const [row] = await database.query<{ n: number }>(`select count(*)::int as n
    from ${source} s full join ${target} t using (id)
    where (s.email, s.name, s.n) is distinct from (t.email, t.name, t.n)`);
  return row?.n ?? -1;
}

/** One figure for all there is, to be compared between the two. */
export async function stateHash(database: TestDatabase, table: string): Promise<string> {
  const [row] = await database.query<{ hash: string }>(
    `select md5(coalesce(string_agg(row_text, ',' order by id), '')) as hash
     from (select id, concat_ws('|', id, email, name, n) as row_text from ${table}) rows`,
  );
  return row?.hash ?? '';
}

export interface WriteHistory {
  writes: number;
  /** I3: the same version of the same record written more than once. */
  doubled: number;
  /** I4: writes after which a record was older than before. */
  back: number;
  /** I5: records that came to life again without being newer than what was deleted. */
  risen: number;
}

/** What the copy's own write history says. */
export async function readHistory({ database, target }: Copy): Promise<WriteHistory> {
  const [row] = await database.query<WriteHistory & Record<string, unknown>>(`
    with steps as (
      select op, n, lag(op) over w as op_before, lag(n) over w as n_before from ${target}_history
      window w as (partition by id order by seq)
    )
    select count(*)::int as writes,
      count(*) filter (where op <> 'delete' and op_before <> 'delete' and n = n_before)::int as doubled,
      count(*) filter (where n < n_before)::int as back,
      count(*) filter (where op <> 'delete' and op_before = 'delete' and n <= n_before)::int as risen
    from steps`);
  if (!row) throw new Error('no history');
  return row;
}
