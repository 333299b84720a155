import { createHash } from 'node:crypto';
import type { RawRequest } from '@syncline/model';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { partName } from '../jobs/queue.ts';

export interface InboxRow {
  /** `no` of the endpoint. */
  endpointNo: number;
  flowId: string;
  node: string;
  /** Into how many parts the flow is split: tells which one to wake. */
  parts: number;
  lane: number;
  /** Key under which the sender repeats a delivery; null when it gives none. */
  dedupeKey: string | null;
  request: RawRequest;
}

export type InboxAnswer = 'accepted' | 'duplicate';

/**
 * Takes in a group of posts and says that there is work, in one transaction: when this resolves they are on disk and
 * somebody will see to them. Answers in the order of the rows.
 */
export async function insertInbox(pool: Pool, boss: PgBoss, rows: InboxRow[]): Promise<InboxAnswer[]> {
  if (rows.length === 0) return [];
  const keys = rows.map(keyOf);
  const answers = rows.map((_, at): InboxAnswer => (isFirst(keys, at) ? 'accepted' : 'duplicate'));
  const places = rows.map((_, at) => at).filter((at) => answers[at] === 'accepted');
  await inTransaction(pool, async (db) => {
    const kept = new Set(await insertRows(db, rows, keys, places));
    for (const at of places) if (!kept.has(at)) answers[at] = 'duplicate';
    await enqueueParts(boss, db, partsOf(rows.filter((_, at) => answers[at] === 'accepted')));
  });
  return answers;
}

/** First 16 bytes of a hash as a uuid: the database keeps that in 16 bytes. */
function keyOf(row: InboxRow): string | null {
  if (row.dedupeKey === null) return null;
  return createHash('sha256').update(`${row.endpointNo} ${row.dedupeKey}`).digest('hex').slice(0, 32);
}

function isFirst(keys: (string | null)[], at: number): boolean {
  return keys[at] === null || keys.indexOf(keys[at] ?? null) === at;
}

function partsOf(rows: InboxRow[]): { flowId: string; part: number }[] {
  const parts = new Map<string, { flowId: string; part: number }>();
  for (const { flowId, lane, parts: count } of rows) {
    const part = { flowId, part: lane % count };
    parts.set(partName(part), part);
  }
  return [...parts.values()];
}

const incoming = `
  incoming as (
    select * from unnest($1::integer[], $2::integer[], $3::text[], $4::text[], $5::smallint[], $6::text[],
      $7::json[], $8::bytea[], $9::uuid[]) as post (at, endpoint_no, flow_id, node, lane, method, headers, body, key)
  )`;

// Keys are inserted in their order, so two groups with the same ones wait for each other and never in a circle.
const withKeys = `
  with ${incoming}, fresh as (
    insert into syncline.inbox_seen (endpoint_no, key)
    select endpoint_no, key from incoming where key is not null order by endpoint_no, key
    on conflict do nothing returning key
  ), accepted as materialized (
    select * from incoming where key is null or key in (select key from fresh)
  ), kept as (
    insert into syncline.inbox (flow_id, node, lane, method, headers, body)
    select flow_id, node, lane, method, headers, body from accepted order by at
  )
  select at from accepted`;

const withoutKeys = `
  with ${incoming}, kept as (
    insert into syncline.inbox (flow_id, node, lane, method, headers, body)
    select flow_id, node, lane, method, headers, body from incoming order by at
  )
  select at from incoming`;

/** @returns the places of the rows that were not seen before. */
async function insertRows(
  db: Queryable,
  rows: InboxRow[],
  keys: (string | null)[],
  places: number[],
): Promise<number[]> {
  const column = (pick: (row: InboxRow) => unknown) =>
    places.map((at) => {
      const row = rows[at];
      return row === undefined ? null : pick(row);
    });
  const keyed = places.some((at) => keys[at] !== null);
  const found = await db.query<{ at: number }>({
    name: keyed ? 'insert-inbox-keyed' : 'insert-inbox',
    text: keyed ? withKeys : withoutKeys,
    values: [
      places,
      column((row) => row.endpointNo),
      column((row) => row.flowId),
      column((row) => row.node),
      column((row) => row.lane),
      column((row) => row.request.method),
      column((row) => headersText(row.request)),
      column((row) => bodyOf(row.request)),
      places.map((at) => keys[at]),
    ],
  });
  return found.rows.map(({ at }) => at);
}

export function headersText(request: RawRequest): string {
  return JSON.stringify(Object.fromEntries(request.headers));
}

/** The driver knows Buffers only. */
export function bodyOf({ body }: RawRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
