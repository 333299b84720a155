import { setTimeout as sleep } from 'node:timers/promises';
import { SyncError } from '@syncline/model';
import type { ClientBase } from 'pg';
import { isServerError } from '../failures.ts';
import { needsSetup } from './captureFailure.ts';
import { parseLsn } from './logPosition.ts';

interface FoundSlot {
  plugin: string;
  here: boolean;
  confirmed: string | null;
  lost: boolean;
}

const findSql = `
  select plugin, database = current_database() as here, confirmed_flush_lsn::text as confirmed,
    coalesce(wal_status = 'lost', false) as lost
  from pg_replication_slots where slot_name = $1`;

/** Whether the slot still remembers everything since `at`. */
export async function isSlotGood(client: ClientBase, slot: string, at: bigint): Promise<boolean> {
  const found = await client.query<FoundSlot>(findSql, [slot]);
  const [row] = found.rows;
  if (!row || row.lost || !row.here || row.plugin !== 'pgoutput' || row.confirmed === null) return false;
  return parseLsn(row.confirmed) <= at;
}

/** How long transactions that are open may keep the slot from being made. */
const makeWithinS = 600;

/**
 * @returns the position from which on it misses nothing. Waits until transactions that are open now have ended.
 * @throws SyncError(retry) that tells how to find them.
 */
export async function makeSlot(client: ClientBase, slot: string): Promise<bigint> {
  await dropSlot(client, slot);
  await client.query('begin');
  await client.query(
    `select set_config('lock_timeout', '0', true), set_config('statement_timeout', '${makeWithinS}s', true)`,
  );
  try {
    const made = await client.query<{ lsn: string }>(
      `select lsn::text from pg_create_logical_replication_slot($1, 'pgoutput')`,
      [slot],
    );
    await client.query('commit');
    return parseLsn(made.rows[0]?.lsn ?? '0/0');
  } catch (thrown) {
    if (!isServerError(thrown) || thrown.code !== '57014') throw thrown;
    throw new SyncError(
      'retry',
      'source.capture',
      `Following changes can not begin before transactions end that were open already; they did not for ${makeWithinS / 60} minutes. Find them: SELECT pid, xact_start, query FROM pg_stat_activity WHERE xact_start < now() - interval '5 minutes';`,
      { cause: thrown },
    );
  }
}

/** Whoever streams from it still is the one before us, who lost the right to. */
export async function freeSlot(client: ClientBase, slot: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const found = await client.query<{ pid: number }>(
      `select active_pid as pid from pg_replication_slots where slot_name = $1 and active_pid is not null`,
      [slot],
    );
    const pid = found.rows[0]?.pid;
    if (pid === undefined) return;
    if (tries === 0) await client.query('select pg_terminate_backend($1)', [pid]);
    await sleep(100);
  }
  throw needsSetup(
    `The slot ${slot} is held by another connection. End it: SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '${slot}';`,
  );
}

export async function dropSlot(client: ClientBase, slot: string): Promise<void> {
  await freeSlot(client, slot);
  await client.query(
    'select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1',
    [slot],
  );
}
