import type { PgBoss } from 'pg-boss';
import type { Queryable } from '../database/queryable.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import type { EndedRun } from '../runs/endRun.ts';
import { insertRun } from '../runs/insertRun.ts';
import { listParts } from '../slots/listParts.ts';

/** How often Syncline runs a failed record again by itself. */
const mostRetries = 5;
const lettersPerRun = 10_000;

// Not those this run buried itself: they failed a moment ago. Nor those in doubt: writing twice is worse than waiting.
const choose = `
  select id from syncline.dead_letter
  where flow_id = $1 and state = 'open' and source_key is not null and feeder = $2 and envelope is not null
    and outcome in ('rejected', 'dead') and retries < ${mostRetries} and run_id <> $3
    and exists (
      select from syncline.flow
      join syncline.flow_version on flow_version.flow_id = flow.id and flow_version.n = flow.active_version
      where flow.id = $1 and flow_version.titles ? $2
    )
  order by id limit ${lettersPerRun} for update skip locked`;

const take = `
  update syncline.dead_letter set state = 'replaying', replay_run = $1, retries = retries + 1
  where id = any ($2::bigint[])`;

/** After a run that went through, records of its feeder that failed before are run once more, all in one run. */
export async function retryLetters(
  db: Queryable,
  boss: PgBoss,
  { id, flowId, feeder }: EndedRun,
): Promise<void> {
  const found = await db.query<{ id: number }>({
    name: 'choose-letters',
    text: choose,
    values: [flowId, feeder, id],
  });
  if (found.rows.length === 0) return;
  const runId = await insertRun(db, {
    flowId,
    feeder,
    kind: 'replay',
    startedBy: 'sync',
    status: 'queued',
    reason: null,
    note: null,
    slot: null,
    full: false,
  });
  if (runId === null) return;
  await db.query({ name: 'take-letters', text: take, values: [runId, found.rows.map((row) => row.id)] });
  await enqueueParts(boss, db, await listParts(db, flowId));
}
