import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorContext, ReadWindow, Token } from '@syncline/model';
import type { ClientBase } from 'pg';
import { type ReadTarget, readOnly, readPosition, type WindowPosition } from './readPlan.ts';
import { quoteName } from './sqlNames.ts';
import { timeHorizon } from './timeHorizon.ts';

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
      return timeHorizon(context, client, cursor.kind, low);
    case 'number':
      return numberHorizon(context, client, target, cursor.column, low);
    case 'xid':
      return xidHorizon(client);
  }
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
