import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext, ReadWindow, Token } from '@syncline/model';
import type { ClientBase } from 'pg';
import { readSettings } from './connection.ts';
import { connectionKey } from './pool.ts';
import { type ReadTarget, readOnly, readPosition, type WindowPosition } from './readPlan.ts';
import { quoteName } from './sqlNames.ts';

/** Time for a session that took its clock reading before ours to show its transaction. */
const settleMs = 25;
/** Held back where other sessions or the primary's sessions can't be seen. */
const blindSeconds = 60;
const stalledMs = 15 * 60_000;
const waitForNumbersMs = 10_000;

/**
 * Fixes the upper side of a window, so that nothing below it can still appear.
 *
 * Times: rows carry the start time of their transaction and appear when it commits, so the horizon is the start of the
 * oldest transaction that is still open, prepared ones included. Numbers: drawn before commit and without a time, so
 * the largest visible one counts once every transaction that was open then has ended. xid8: the server knows.
 */
export async function fixWindow(
  context: ConnectorContext,
  client: ClientBase,
  target: ReadTarget,
  low: Token | null,
): Promise<ReadWindow> {
  if (target.cursor === null) throw new Error('a window needs a cursor');
  const from = readPosition(low, target);
  if (from === null && low !== null)
    context.log('warn', `The cursor is now ${target.cursor.column}: everything is read once more.`);
  const at = await horizonOf(context, client, target, target.cursor, from);
  const { column, kind } = target.cursor;
  return { low: from, high: at === null ? from : { column, kind, at } };
}

function horizonOf(
  context: ConnectorContext,
  client: ClientBase,
  target: ReadTarget,
  cursor: NonNullable<ReadTarget['cursor']>,
  low: WindowPosition | null,
): Promise<string | null> {
  switch (cursor.kind) {
    case 'time':
    case 'local-time':
    case 'date':
      return timeHorizon(context, client, cursor.kind);
    case 'number':
      return numberHorizon(context, client, target, cursor.column, low);
    case 'xid':
      return xidHorizon(client);
  }
}

interface OpenTransactions {
  at: string;
  local: string;
  day: string;
  heldMs: number;
  pid: number | null;
  hidden: number;
  standby: boolean;
  zone: string;
  shifted: boolean;
}

async function timeHorizon(
  context: ConnectorContext,
  client: ClientBase,
  kind: 'time' | 'local-time' | 'date',
): Promise<string> {
  const now = await client.query<{ now: string }>('select clock_timestamp()::text as now');
  await sleep(settleMs, undefined, { signal: context.signal });
  const found = await client.query<OpenTransactions>(openTransactionsSql, [
    now.rows[0]?.now ?? '',
    blindSeconds,
  ]);
  const [open] = found.rows;
  if (!open) throw new Error('the horizon query gave no row');
  if (open.hidden > 0 || open.standby) warnBlind(context, open.standby);
  if (open.heldMs > stalledMs)
    context.log(
      'warn',
      `The database has a transaction open for ${Math.round(open.heldMs / 60_000)} minutes (process ${open.pid ?? 'unknown'}). Changes since then are read when it ends.`,
    );
  if (kind === 'time') return open.at;
  if (open.shifted)
    warnOnce(
      context,
      'zone',
      `The cursor has no time zone and the database stands in ${open.zone}: changes may arrive later by its offset. Use timestamptz to avoid it.`,
    );
  return kind === 'date' ? open.day : open.local;
}

// A time without zone may be meant in UTC or in the zone of the database; the earlier of both readings is safe.
const openTransactionsSql = `
  with seen as (
    select min(xact_start) filter (where backend_type is distinct from 'autovacuum worker') as oldest,
      (array_agg(pid order by xact_start) filter (where xact_start is not null))[1] as pid,
      count(*) filter (where query = '<insufficient privilege>' and usesysid is not null)::int as hidden
    from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
  ), edge as (
    select seen.pid, seen.hidden, pg_is_in_recovery() as standby, zone.reset_val as zone,
      least($1::timestamptz, seen.oldest, prepared.oldest,
        case when pg_is_in_recovery() then
          coalesce(pg_last_xact_replay_timestamp(), $1::timestamptz) - make_interval(secs => $2)
        when seen.hidden > 0 then $1::timestamptz - make_interval(secs => $2) end) as at
    from seen, pg_settings zone,
      (select min(prepared) as oldest from pg_prepared_xacts where database = current_database()) prepared
    where zone.name = 'TimeZone'
  )
  select at::text, least(at at time zone 'UTC', at at time zone zone)::text as local,
    least(at at time zone 'UTC', at at time zone zone)::date::text as day,
    extract(epoch from $1::timestamptz - at)::float8 * 1000 as "heldMs", pid, hidden, standby, zone,
    at at time zone 'UTC' <> at at time zone zone as shifted
  from edge`;

const warned = new Set<string>();

function warnOnce(context: ConnectorContext, topic: string, text: string): void {
  const key = `${topic} ${connectionKey(readSettings(context))}`;
  if (warned.has(key)) return;
  warned.add(key);
  context.log('warn', text);
}

function warnBlind(context: ConnectorContext, standby: boolean): void {
  const what = standby
    ? 'This is a standby: transactions that are open on its primary can not be seen.'
    : 'Open transactions of other users can not be seen. To sync without delay: grant pg_read_all_stats to this user.';
  warnOnce(context, 'blind', `${what} Changes are read ${blindSeconds} seconds late.`);
}

async function numberHorizon(
  context: ConnectorContext,
  client: ClientBase,
  target: ReadTarget,
  column: string,
  low: WindowPosition | null,
): Promise<string | null> {
  const sql = `select greatest(max(q.${quoteName(column)})::numeric + 1, $1::numeric)::text as high from ${target.from} q`;
  const found = await readOnly(client, () => client.query<{ high: string | null }>(sql, [low?.at ?? null]));
  const open = await listOpen(client);
  const deadline = Date.now() + waitForNumbersMs;
  let waiting = open;
  while (waiting.length > 0 && Date.now() < deadline) {
    await sleep(20, undefined, { signal: context.signal });
    const still = new Set(await listOpen(client));
    waiting = waiting.filter((id) => still.has(id));
  }
  if (waiting.length === 0) return found.rows[0]?.high ?? null;
  context.log(
    'warn',
    `${waiting.length} transaction(s) have been open for more than ${waitForNumbersMs / 1000} s and may still add rows with smaller numbers. New rows are read when they end.`,
  );
  return low?.at ?? null;
}

/** Every transaction holds a lock on its own virtual id: visible to all users, other than the start times. */
async function listOpen(client: ClientBase): Promise<string[]> {
  const found = await client.query<{ id: string }>(
    `select l.virtualtransaction || ' ' || coalesce(l.virtualxid, '') as id
     from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'virtualxid' and l.granted and l.mode = 'ExclusiveLock' and l.pid <> pg_backend_pid()
       and a.datname = current_database() and a.usesysid is not null
     union all select 'prepared ' || gid from pg_prepared_xacts where database = current_database()`,
  );
  return found.rows.map(({ id }) => id);
}

async function xidHorizon(client: ClientBase): Promise<string> {
  const found = await client.query<{ at: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as at',
  );
  return found.rows[0]?.at ?? '0';
}
