import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext } from '@syncline/model';
import type { ClientBase } from 'pg';
import { readSettings } from './connection.ts';
import { connectionKey } from './pool.ts';
import type { WindowPosition } from './readPlan.ts';

/** Time for a session that took its clock reading before ours to show its transaction. */
const settleMs = 25;
/** Held back where other sessions or the primary's sessions can't be seen. */
const blindSeconds = 60;
const stalledMs = 15 * 60_000;

interface SeenSessions {
  oldest: string | null;
  pid: number | null;
  hidden: number;
}

interface Horizon {
  at: string;
  local: string;
  day: string;
  heldMs: number;
  /** Name of the oldest prepared transaction. */
  gid: string | null;
  standby: boolean;
  zone: string;
  shifted: boolean;
}

/**
 * The time below which no row can appear any more.
 *
 * Two looks, sessions first: a transaction that is prepared in between is then seen by the second one.
 */
export async function timeHorizon(
  context: ConnectorContext,
  client: ClientBase,
  kind: 'time' | 'local-time' | 'date',
  low: WindowPosition | null,
): Promise<string> {
  const now = await client.query<{ now: string }>('select clock_timestamp()::text as now');
  await sleep(settleMs, undefined, { signal: context.signal });
  const sessions = await client.query<SeenSessions>(sessionsSql);
  const { oldest = null, pid = null, hidden = 0 } = sessions.rows[0] ?? {};
  const found = await client.query<Horizon>(horizonSql, [now.rows[0]?.now, oldest, hidden, blindSeconds]);
  const [open] = found.rows;
  if (!open) throw new Error('the horizon query gave no row');
  if (hidden > 0 || open.standby) warnBlind(context, open.standby);
  if (open.gid !== null) {
    context.log(
      'warn',
      `The database holds the prepared transaction ${open.gid.slice(0, 100)}. Changes are read when it is committed or rolled back.`,
    );
    if (low !== null) return low.at;
  } else if (open.heldMs > stalledMs)
    context.log(
      'warn',
      `The database has a transaction open for ${Math.round(open.heldMs / 60_000)} minutes (process ${pid ?? 'unknown'}). Changes since then are read when it ends.`,
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

// Vacuums are open for hours and write no rows of their own.
const sessionsSql = `
  select min(xact_start)::text as oldest, (array_agg(pid order by xact_start) filter (where xact_start is not null))[1] as pid,
    count(*) filter (where query = '<insufficient privilege>' and usesysid is not null)::int as hidden
  from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
    and backend_type is distinct from 'autovacuum worker'`;

// Of a prepared transaction only the time of preparing is known, not its start, which its rows carry. While it was open
// it held the horizon below its start, so staying where we are is safe; a first read keeps a day away from it.
// A time without zone may be meant in UTC or in the zone of the database; the earlier of both readings is safe.
const horizonSql = `
  with edge as (
    select prepared.gid, pg_is_in_recovery() as standby, zone.reset_val as zone,
      least($1::timestamptz, $2::timestamptz, prepared.oldest - interval '1 day',
        case when pg_is_in_recovery() then
          coalesce(pg_last_xact_replay_timestamp(), $1::timestamptz) - make_interval(secs => $4)
        when $3::int > 0 then $1::timestamptz - make_interval(secs => $4) end) as at
    from pg_settings zone,
      (select min(prepared) as oldest, (array_agg(gid order by prepared))[1] as gid
       from pg_prepared_xacts where database = current_database()) prepared
    where zone.name = 'TimeZone'
  )
  select at::text, least(at at time zone 'UTC', at at time zone zone)::text as local,
    least(at at time zone 'UTC', at at time zone zone)::date::text as day,
    extract(epoch from $1::timestamptz - at)::float8 * 1000 as "heldMs", gid, standby, zone,
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
