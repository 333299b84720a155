import { isFeeder, type Plan } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import type { ActivePlan } from '../flows/activePlan.ts';
import { newId } from '../newId.ts';
import { dropCaptures, lockStreams } from './dropCaptures.ts';

// A new id and epoch: who captured the old one is fenced. The generation stays, so that the next start counts as a later
// one, after which everything is loaded; unless it is said to be loaded already, which is how "from now" reads.
const restart = `
  update syncline.stream set capture_id = $3, type = $4, owner = null, epoch = epoch + 1, until = now(), position = null,
    captured_since = null, backfill_run = null, backfill_paused = false, backfill_ended = $5, backfill_head = null,
    in_sync_since = null, verified_through = null, lag_bytes = null, problem_code = null, problem_message = null,
    updated_at = now()
  where flow_id = $1 and node = $2`;

const keep = `
  insert into syncline.stream as held (flow_id, node, type, captures, capture_id)
  select $1, wanted.* from unnest($2::text[], $3::text[], $4::boolean[], $5::text[]) as wanted
  on conflict (flow_id, node) do update set type = excluded.type, captures = excluded.captures`;

/**
 * One row a feeder of the published plan. What a step captured that is gone, or of another type now, or begins anew, is to
 * be removed at its source.
 *
 * @param changed feeders whose question to their system changed, with what a person chose.
 */
export async function replaceStreams(
  db: Queryable,
  flowId: string,
  plan: Plan,
  before: ActivePlan | null,
  changed: ReadonlyMap<string, 'reload' | 'from-now'>,
): Promise<void> {
  const feeders = plan.steps.filter(({ role }) => isFeeder(role));
  const types = new Map(feeders.map(({ node, type }) => [node, type]));
  const there = await lockStreams(db, flowId);
  const gone = there.filter(({ node }) => !types.has(node));
  const renewed = there.filter(
    ({ node, type, captures }) =>
      captures && types.has(node) && (types.get(node) !== type || changed.has(node)),
  );
  await dropCaptures(db, [...gone, ...renewed], before);
  await db.query({
    text: 'delete from syncline.stream where flow_id = $1 and node = any ($2)',
    values: [flowId, gone.map(({ node }) => node)],
  });
  for (const { node, type } of renewed)
    await db.query({
      text: restart,
      values: [flowId, node, newId(), types.get(node) ?? type, changed.get(node) === 'from-now'],
    });
  await db.query({
    text: keep,
    values: [
      flowId,
      feeders.map(({ node }) => node),
      feeders.map(({ type }) => type),
      feeders.map(({ role }) => role === 'sync'),
      feeders.map(newId),
    ],
  });
}
