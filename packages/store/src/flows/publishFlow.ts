import type { SlotKind } from '@syncline/engine';
import type { FlowDocument, Plan } from '@syncline/model';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { cleanTextOrNull } from '../database/cleanText.ts';
import { inTransaction } from '../database/inTransaction.ts';
import type { Queryable } from '../database/queryable.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { tellWorkers } from '../jobs/tellWorkers.ts';
import { insertRun } from '../runs/insertRun.ts';
import { listParts } from '../slots/listParts.ts';
import { replaceStreams } from '../streams/replaceStreams.ts';
import { findActivePlan } from './activePlan.ts';
import { type ChangedCursors, chooseCursors, type PublishedCursor } from './chooseCursors.ts';
import { hashLogic, titlesText } from './describeDraft.ts';
import { ensureEndpoints } from './ensureEndpoints.ts';
import type { StoredFlow } from './flowRow.ts';
import { getFlow } from './getFlow.ts';
import { lockFlow } from './lockFlow.ts';

export interface PublishedSchedule {
  node: string;
  kind: SlotKind;
  cron: string;
  timezone: string;
  overlap: 'skip' | 'queue-one' | 'queue-all' | 'replace';
  catchup: 'latest' | 'all' | 'none';
  /** First slot from now on. A schedule whose times did not change keeps the one it has. */
  nextSlot: Date | null;
}

export interface Publication {
  document: FlowDocument;
  plan: Plan;
  note?: string | undefined;
  schedules: PublishedSchedule[];
  triggers: string[];
  /** By feeder that can be asked or captures: what it asks. Left out: nothing is compared. */
  cursors?: Record<string, PublishedCursor> | undefined;
}

/**
 * Makes this document the version new runs use, in one transaction with its destinations, schedules and addresses. A
 * draft goes live by it; a paused flow stays paused. Runs under way end with the version they began with.
 */
export async function publishFlow(
  pool: Pool,
  boss: PgBoss,
  id: string,
  publication: Publication,
): Promise<StoredFlow> {
  const { document, plan, triggers } = publication;
  return inTransaction(pool, async (db) => {
    await lockFlow(db, id);
    const before = await findActivePlan(db, id);
    const anew = await chooseCursors(db, id, publication.cursors ?? {});
    const version = await insertVersion(db, id, publication);
    await insertDestinations(db, id, plan);
    await replaceStreams(db, id, plan, before, anew);
    await replaceSchedules(db, id, publication.schedules);
    await ensureEndpoints(db, id, triggers);
    await db.query({
      text: `update syncline.flow set active_version = $2, active_hash = $3, parts = $4, problems = 0, updated_at = now(),
          desired = case when desired = 'draft' then 'live' else desired end
        where id = $1`,
      values: [id, version, hashLogic(document), plan.splittable ? plan.settings.parts : 1],
    });
    await reloadFeeders(db, id, plan, anew);
    await tellWorkers(db, id);
    await enqueueParts(boss, db, await listParts(db, id));
    return getFlow(db, id);
  });
}

/** A checkpoint has a ledger as a destination has. */
async function insertDestinations(db: Queryable, id: string, plan: Plan): Promise<void> {
  const checkpoints = plan.steps.filter(({ role }) => role === 'checkpoint').map(({ node }) => node);
  await db.query({
    text: `insert into syncline.destination (flow_id, node) select $1, unnest($2::text[]) on conflict do nothing`,
    values: [id, [...plan.destinations, ...checkpoints]],
  });
}

/** Feeders that load everything again. One that captures does so by itself once its new capture is proven. */
async function reloadFeeders(db: Queryable, id: string, plan: Plan, anew: ChangedCursors): Promise<void> {
  for (const { node, role } of plan.steps) {
    if (role !== 'schedule' || anew.get(node) !== 'reload') continue;
    const run = { flowId: id, feeder: node, kind: 'read', startedBy: 'sync', status: 'queued' } as const;
    const note = 'What is asked for has changed: everything is read again.';
    await insertRun(db, { ...run, reason: null, note, slot: null, full: true });
  }
}

async function insertVersion(db: Queryable, id: string, publication: Publication): Promise<number> {
  const inserted = await db.query<{ n: number }>({
    text: `insert into syncline.flow_version (flow_id, n, document, hash, plan, note, titles)
      select $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5, $6 from syncline.flow_version where flow_id = $1 returning n`,
    values: [
      id,
      JSON.stringify(publication.document),
      publication.plan.hash,
      JSON.stringify(publication.plan),
      cleanTextOrNull(publication.note ?? null),
      titlesText(publication.plan),
    ],
  });
  return inserted.rows[0]?.n ?? 1;
}

async function replaceSchedules(db: Queryable, id: string, schedules: PublishedSchedule[]): Promise<void> {
  await db.query({
    text: `delete from syncline.schedule where flow_id = $1
      and (node, kind) not in (select * from unnest($2::text[], $3::text[]))`,
    values: [id, schedules.map(({ node }) => node), schedules.map(({ kind }) => kind)],
  });
  const column = (pick: (schedule: PublishedSchedule) => unknown) => schedules.map(pick);
  await db.query({
    text: `insert into syncline.schedule as kept (flow_id, node, kind, cron, timezone, overlap, catchup, next_slot)
      select $1, wanted.* from
        unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[]) as wanted
      on conflict (flow_id, node, kind) do update set
        cron = excluded.cron, timezone = excluded.timezone, overlap = excluded.overlap, catchup = excluded.catchup,
        enabled = true, next_slot = case
          when kept.cron = excluded.cron and kept.timezone = excluded.timezone and kept.next_slot is not null
          then kept.next_slot else excluded.next_slot end`,
    values: [
      id,
      column(({ node }) => node),
      column(({ kind }) => kind),
      column(({ cron }) => cron),
      column(({ timezone }) => timezone),
      column(({ overlap }) => overlap),
      column(({ catchup }) => catchup),
      column(({ nextSlot }) => nextSlot),
    ],
  });
}
