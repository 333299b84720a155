import pg from 'pg';
import type { TestDatabase } from '../harness/database.ts';
import type { Report } from './report.ts';

/** What the tables are filled with. */
interface HistoryPlan {
  flowIds: string[];
  /** A real run: its rows are copied, so that every column holds what the product writes. */
  templateRun: string;
  runs: number;
  /** Runs are spread over so many days, lines over the newest `logDays` of them: older ones the product drops. */
  days: number;
  logDays: number;
}

/** Two runs with far more lines than the others. */
export interface LongRuns {
  /** Mostly info lines. */
  talkative: string;
  /** Warnings for each record, a handful of errors among them. */
  noisy: string;
}

const longRunLines = 200_000;
const spacing = ({ days, runs }: HistoryPlan) => `interval '${(days * 86_400) / runs} seconds'`;
/** The same number for the same row each time, 0 up to `below`. */
const chance = (seed: string, below: number) => `(abs(hashint8(${seed})::bigint) % ${below})`;
const ran = `status not in ('skipped', 'missed')`;

/** Fills the tables of runs and lines beside their real indexes. @returns the runs to look at closely. */
export async function fillHistory(
  database: TestDatabase,
  plan: HistoryPlan,
  report: Report,
): Promise<LongRuns> {
  const began = performance.now();
  const say = (text: string) =>
    report.line(`    ${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);
  await setDurable(database, false);
  const clients = [await connect(database.url), await connect(database.url)];
  const [first, second] = clients;
  if (first === undefined || second === undefined) throw new Error('no connection');
  try {
    const base = await fillRuns(first, plan, say);
    await first.query(shapeView(plan, base));
    await Promise.all([fillParts(first, plan, say), fillNodes(second, plan, say)]);
    await fillLines(clients, plan, say);
    await first.query('drop view bench.history_shape');
    for (const table of ['run', 'run_part', 'run_node', 'run_span', 'run_log'])
      await first.query(`vacuum (analyze) syncline.${table}`);
    say('vacuumed and analysed');
    return { talkative: String(base + plan.runs - 500), noisy: String(base + plan.runs - 250) };
  } finally {
    for (const client of clients) await client.end();
    await setDurable(database, true);
    await database.query('checkpoint');
  }
}

/** Only for the fill: what is measured afterwards runs as safe as ever. */
async function setDurable(database: TestDatabase, durable: boolean): Promise<void> {
  for (const name of ['fsync', 'full_page_writes', 'autovacuum'])
    await database.query(durable ? `alter system reset ${name}` : `alter system set ${name} = off`);
  await database.query('select pg_reload_conf()');
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  // No look-up of the parent row for each child row: they are made from the same numbers.
  await client.query(
    `set session_replication_role = replica; set synchronous_commit = off; set work_mem = '64MB'`,
  );
  return client;
}

/** @returns the id before the first one. */
async function fillRuns(client: pg.Client, plan: HistoryPlan, say: (text: string) => void): Promise<number> {
  const found = await client.query<{ base: string }>('select max(id)::text as base from syncline.run');
  const base = Number(found.rows[0]?.base);
  await client.query(`create or replace view bench.history_run as
    select base.*, ${base} + i as id,
      case when failing then case when ${chance('i * 7 + 1', 2)} = 0 then 'partial' else 'failed' end
        when dice >= 9995 then 'missed' when dice >= 9950 then 'skipped' when dice >= 9900 then 'cancelled'
        else 'succeeded' end as status
    from (
      select i, date_trunc('minute', now()) - (${plan.runs} - i) * ${spacing(plan)} as at,
        flow, dice, dice between 9300 and 9899 and flow <> 1 as failing,
        (array['schedule', 'trigger', 'manual', 'replay'])[1 + (${chance('i * 5 + 2', 1000)} >= 700)::int
          + (${chance('i * 5 + 2', 1000)} >= 970)::int + (${chance('i * 5 + 2', 1000)} >= 999)::int] as started_by,
        1 + ${chance('i * 11 + 3', 2000)} as records
      from (
        -- The cube makes a few flows busy and many quiet; the busiest one never fails.
        select i, 1 + floor(${plan.flowIds.length} * (${chance('i * 3 + 4', 1_000_000)} / 1000000.0) ^ 3)::int as flow,
          ${chance('i * 13 + 5', 10_000)} as dice
        from generate_series(1::bigint, ${plan.runs}::bigint) as i
      ) as drawn
    ) as base`);
  const values: Record<string, string> = {
    id: 'h.id',
    flow_id: '($2::text[])[h.flow]',
    started_by: 'h.started_by',
    status: 'h.status',
    reason: `case when h.failing then 'destination.server' end`,
    note: `case when h.failing then 'The destination answered with an error of its own' end`,
    slot: `case when h.started_by = 'schedule' then h.at end`,
    created_at: 'h.at',
    started_at: `case when h.${ran} then h.at + interval '40 ms' end`,
    finished_at: `h.at + case when h.${ran} then (2 + h.records / 100) * interval '1 second' else interval '0' end`,
    log_seq: '40',
    read: `case when h.${ran} then h.records else 0 end`,
    written: `case when h.${ran} then h.records - h.records / 3 - case when h.failing then 1 else 0 end else 0 end`,
    unchanged: `case when h.${ran} then h.records / 3 else 0 end`,
    failed: `case when h.failing then 1 else 0 end`,
  };
  const columns = await columnsOf(client, 'run');
  const share = Math.ceil(plan.runs / 4);
  for (let from = 0; from < plan.runs; from += share) {
    await client.query(
      `insert into syncline.run (${columns.join(', ')}) overriding system value
       select ${columns.map((name) => values[name] ?? `r.${name}`).join(', ')}
       from bench.history_run as h, syncline.run as r where r.id = $1 and h.i > $3 and h.i <= $4 order by h.i`,
      [plan.templateRun, plan.flowIds, from, from + share],
    );
    say(`${Math.min(from + share, plan.runs).toLocaleString('en')} runs`);
  }
  await client.query(`select setval('syncline.run_id_seq', $1)`, [base + plan.runs]);
  await client.query('drop view bench.history_run');
  await client.query('analyze syncline.run');
  return base;
}

/** Every filled run with its number of lines. */
function shapeView(plan: HistoryPlan, base: number): string {
  const at = (i: number) => base + plan.runs - i;
  return `create or replace view bench.history_shape as
    select *, case
      when id = ${at(500)} then 'talkative' when id = ${at(250)} then 'noisy' when id % 500 = 0 then 'long'
      when status in ('failed', 'partial') then 'failing' else 'usual' end as kind,
      case when id in (${at(500)}, ${at(250)}) then ${longRunLines} when id % 500 = 0 then 4000
        when ${ran} then 18 + ${chance('id', 10)} else 1 end as lines
    from syncline.run where id > ${base} and id <= ${base + plan.runs}`;
}

async function fillParts(client: pg.Client, plan: HistoryPlan, say: (text: string) => void): Promise<void> {
  const values: Record<string, string> = {
    run_id: 'h.id',
    flow_id: 'h.flow_id',
    status: 'h.status',
    read: 'h.read',
    dead: 'h.failed',
    reason: 'h.reason',
    note: 'h.note',
  };
  await copyRows(client, 'run_part', values, 'true', plan);
  say('parts of runs');
  await copyRows(client, 'run_span', { run_id: 'h.id' }, `h.${ran}`, plan);
  say('timelines of runs');
}

async function fillNodes(client: pg.Client, plan: HistoryPlan, say: (text: string) => void): Promise<void> {
  const values: Record<string, string> = {
    run_id: 'h.id',
    came: 'case when r.came > 0 then h.read else 0 end',
    went: 'case when r.went > 0 then h.read else 0 end',
    outcomes: `case when r.outcomes = '{}' then r.outcomes else jsonb_build_object('created', h.written / 2,
      'updated', h.written - h.written / 2, 'unchanged', h.unchanged)
      || case when h.failed > 0 then jsonb_build_object('dead', h.failed) else '{}' end end`,
  };
  await copyRows(client, 'run_node', values, `h.${ran}`, plan);
  say('counts of nodes');
}

/** For each filled run the rows that the template run has in this table. */
async function copyRows(
  client: pg.Client,
  table: string,
  values: Record<string, string>,
  which: string,
  plan: HistoryPlan,
): Promise<void> {
  const columns = await columnsOf(client, table);
  await client.query(
    `insert into syncline.${table} (${columns.join(', ')})
     select ${columns.map((name) => values[name] ?? `r.${name}`).join(', ')}
     from (select * from bench.history_shape where ${which.replace('h.', '')} order by id) as h,
       lateral (select * from syncline.${table} where run_id = $1 offset 0) as r`,
    [plan.templateRun],
  );
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    `select quote_ident(column_name) as name from information_schema.columns
     where table_schema = 'syncline' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  return found.rows.map(({ name }) => name);
}

/** Lines day by day, newest day last, on all connections at once. */
async function fillLines(
  clients: pg.Client[],
  plan: HistoryPlan,
  say: (text: string) => void,
): Promise<void> {
  const days = Array.from({ length: plan.logDays + 1 }, (_, index) => plan.logDays - index);
  const today = `(now() at time zone 'UTC')::date`;
  await clients[0]?.query(`select syncline.ensure_partitions(${today} - ${plan.logDays}, ${days.length})`);
  let written = 0;
  const work = async (client: pg.Client) => {
    for (let day = days.shift(); day !== undefined; day = days.shift()) {
      const done = await client.query(linesOfDay(`((${today} - ${day})::timestamp at time zone 'UTC')`));
      written += done.rowCount ?? 0;
      if (days.length % 5 === 0) say(`${written.toLocaleString('en')} lines`);
    }
  };
  await Promise.all(clients.map(work));
  // The product's runs last until their last line.
  await clients[0]?.query(
    `update syncline.run set log_seq = h.lines, finished_at = run.created_at + h.lines * interval '2 ms'
     from bench.history_shape as h where h.id = run.id and h.lines > 1000`,
  );
}

function linesOfDay(day: string): string {
  return `insert into syncline.run_log (ts, run_id, seq, level, node, key, code, text)
    select at + n * interval '2 ms', id, n, level,
      case when n = 1 then 'source' when n % 3 = 0 then 'map' else 'target' end,
      case when level >= 2 then (id * 31 + n)::text end,
      case when level >= 2 then 'destination.server' end,
      case when level = 3 then 'The destination answered with an error of its own, kept in failed records'
        when level = 2 then 'The destination is busy, trying again in 2 s'
        else 'Page ' || n || ': 500 records, 320 created, 60 updated, 120 unchanged' end
    from (
      select h.id, h.created_at as at, n, case
        when kind = 'noisy' then case when n % 20000 = 19999 then 3 else 2 end
        when kind = 'talkative' then case when n % 500 = 0 then 3 when n % 25 = 0 then 2 else 1 end
        when kind = 'failing' and n > lines - 2 then 3
        when n % 40 = 17 then 2 else 1 end as level
      from bench.history_shape as h, generate_series(1, h.lines) as n
      where h.created_at >= ${day} and h.created_at < ${day} + interval '1 day'
      offset 0
    ) as line`;
}
