import { type CaptureLease, laneOf } from '@syncline/engine';
import type { CapturedEvent, Token } from '@syncline/model';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { wakeIdleSteps } from '../inbox/wakeIdleSteps.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { listParts } from '../slots/listParts.ts';
import { CaptureFencedError, captureHeld, captureValues } from './captureFence.ts';
import { queueSweep } from './queueSweep.ts';

/** As which method captured events stand in the inbox. */
const method = 'CAPTURE';

const move = `
  held as (
    update syncline.stream set position = $5, updated_at = now() where ${captureHeld} returning flow_id
  )`;

const moveOnly = `with ${move} select exists (select from held) as held, '[]'::json as idle`;

// A paused flow gathers events and wakes nobody: resuming it looks at all its parts.
const moveWithEvents = `
  with ${move}, accepted as materialized (
    select held.flow_id, event.* from held,
      unnest($6::smallint[], $7::bytea[]) with ordinality as event (lane, body, at)
  ), kept as (
    insert into syncline.inbox (flow_id, node, lane, method, headers, body)
    select flow_id, $2, lane, '${method}', '{}', body from accepted order by at
  ), woken as materialized (
    select distinct accepted.flow_id, lane % flow.parts as part
    from accepted join syncline.flow on flow.id = accepted.flow_id where flow.desired = 'live'
  ), ${wakeIdleSteps}
  select exists (select from held) as held, (select idle from idle) as idle, (select told from told) as told`;

interface Moved {
  held: boolean;
  idle: { flowId: string; part: number }[];
}

/**
 * Puts captured events into the inbox and moves the position, in one transaction: when this resolves they may be confirmed
 * at the source. What a holder sends who lost the capture changes nothing.
 *
 * @throws CaptureFencedError
 */
export async function takeEvents(
  pool: Pool,
  boss: PgBoss,
  lease: CaptureLease,
  events: readonly CapturedEvent[],
  position: Token,
): Promise<void> {
  if (!events.some(({ kind }) => kind === 'resync')) {
    // Should we die right after it, the look for orphans finds the part.
    await enqueueParts(boss, pool, await keepEvents(pool, lease, events, position));
    return;
  }
  await inTransaction(pool, async (db) => {
    const changes = events.filter(({ kind }) => kind === 'change');
    await enqueueParts(boss, db, await keepEvents(db, lease, changes, position));
    if (await queueSweep(db, lease.flowId, lease.node))
      await enqueueParts(boss, db, await listParts(db, lease.flowId));
  });
}

async function keepEvents(
  db: Queryable,
  lease: CaptureLease,
  events: readonly CapturedEvent[],
  position: Token,
): Promise<Moved['idle']> {
  const values = [...captureValues(lease), JSON.stringify(position)];
  const found =
    events.length === 0
      ? await db.query<Moved>({ name: 'move-capture', text: moveOnly, values })
      : await db.query<Moved>({
          name: 'take-events',
          text: moveWithEvents,
          values: [...values, events.map(({ key }) => (key === null ? 0 : laneOf(key))), events.map(bodyOf)],
        });
  const row = found.rows[0];
  if (row?.held !== true) throw new CaptureFencedError(lease);
  return row.idle;
}

/** The driver knows Buffers only. */
function bodyOf({ body }: CapturedEvent): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
