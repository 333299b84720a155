import { type ConnectorContext, SyncError } from '@syncline/model';
import type { ClientBase } from 'pg';
import { readSettings } from './connection.ts';
import { describeFailure, isServerError } from './failures.ts';
import { connectionKey } from './pool.ts';
import { quoteName } from './sqlNames.ts';

export const markerTable = 'syncline_marker';

// Per connection and schema. Forgotten when the table turns out to be gone.
const known = new Map<string, boolean>();

const cacheKey = (context: ConnectorContext, schema: string): string =>
  `${connectionKey(readSettings(context))} ${schema}`;

const markerName = (schema: string): string => `${quoteName(schema)}.${markerTable}`;

/**
 * Whether attempts can be marked beside the table that is written. Makes the marker table at first use.
 *
 * A marker commits together with the rows of its batch. Its primary key is the attempt: whoever inserts it first, the
 * write (`committed`) or the recovery (`refused`), decides what became of the attempt, for good.
 */
export async function hasMarker(
  context: ConnectorContext,
  client: ClientBase,
  schema: string,
): Promise<boolean> {
  const key = cacheKey(context, schema);
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const usable = await openMarker(context, client, schema);
  known.set(key, usable);
  return usable;
}

export function forgetMarker(context: ConnectorContext, schema: string): void {
  known.delete(cacheKey(context, schema));
}

async function openMarker(context: ConnectorContext, client: ClientBase, schema: string): Promise<boolean> {
  if (await isUsable(client, schema)) return true;
  let reason = 'the user may not create it';
  try {
    await client.query(`create table if not exists ${markerName(schema)} (
      attempt_id text primary key, destination_id text not null,
      state text not null check (state in ('committed', 'refused')),
      at timestamptz not null default now(), records integer not null default 0)`);
  } catch (thrown) {
    if (!isServerError(thrown)) throw thrown;
    // Another worker may have made it at the same moment: the second look decides.
    reason = thrown.message.slice(0, 200);
  }
  if (await isUsable(client, schema)) return true;
  context.log(
    'warn',
    `Writes are repeatable but not exactly-once, because there is no table ${schema}.${markerTable}: ${reason}. Remedy: grant create on schema ${quoteName(schema)}.`,
  );
  return false;
}

async function isUsable(client: ClientBase, schema: string): Promise<boolean> {
  const found = await client.query<{ usable: boolean | null }>(
    `select has_table_privilege(to_regclass($1), 'select, insert') and has_table_privilege(to_regclass($1), 'insert')
       and has_table_privilege(to_regclass($1), 'select') as usable`,
    [markerName(schema)],
  );
  return found.rows[0]?.usable === true;
}

/** `$first` and the two after it: attempt, destination, number of records. */
export function markStatement(schema: string, first: number): string {
  return `insert into ${markerName(schema)} (attempt_id, destination_id, state, records)
    values ($${first}, $${first + 1}, 'committed', $${first + 2}::integer)`;
}

/** The attempt's place was taken: by recovery, or because the same attempt was written before. */
export function isMarkerTaken(thrown: unknown): boolean {
  return isServerError(thrown) && thrown.code === '23505' && thrown.table === markerTable;
}

export async function readMarker(
  client: ClientBase,
  schema: string,
  attemptId: string,
): Promise<'committed' | 'refused' | null> {
  const found = await client.query<{ state: 'committed' | 'refused' }>(
    `select state from ${markerName(schema)} where attempt_id = $1`,
    [attemptId],
  );
  return found.rows[0]?.state ?? null;
}

/**
 * Settles an attempt: refuses it unless it has committed. From then on a late commit fails on the primary key.
 *
 * @throws SyncError(retry) while its transaction is still open somewhere.
 */
export async function refuseAttempt(
  client: ClientBase,
  schema: string,
  attempt: { attemptId: string; destinationId: string },
): Promise<'applied' | 'absent'> {
  await client.query(`begin; set local lock_timeout = '2s'`);
  try {
    await client.query(
      `insert into ${markerName(schema)} (attempt_id, destination_id, state) values ($1, $2, 'refused')
       on conflict (attempt_id) do nothing`,
      [attempt.attemptId, attempt.destinationId],
    );
    await client.query('commit');
  } catch (thrown) {
    if (!isServerError(thrown)) throw thrown;
    await client.query('rollback');
    if (thrown.code !== '55P03') throw describeFailure(thrown, 'destination');
    throw new SyncError('retry', 'destination.unknown', 'The write is still going on in the database.', {
      cause: thrown,
      afterMs: 2000,
    });
  }
  return (await readMarker(client, schema, attempt.attemptId)) === 'committed' ? 'applied' : 'absent';
}

/** Markers serve for as long as an attempt may be in doubt; a week is ample. */
export async function dropOldMarkers(client: ClientBase, schema: string): Promise<void> {
  await client.query(
    `delete from ${markerName(schema)} where attempt_id in (
       select attempt_id from ${markerName(schema)} where at < now() - interval '7 days' limit 10000)`,
  );
}
