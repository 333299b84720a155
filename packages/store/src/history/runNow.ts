import { asks, type PlanStep, type RunSummary, type StartedBy } from '@syncline/model';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { inTransaction } from '../database/inTransaction.ts';
import { getFlow } from '../flows/getFlow.ts';
import { getVersion } from '../flows/listVersions.ts';
import { enqueueParts } from '../jobs/enqueueParts.ts';
import { insertRun } from '../runs/insertRun.ts';
import { listParts } from '../slots/listParts.ts';
import { StoreError } from '../storeError.ts';
import { getRunSummary } from './getRun.ts';

export interface RunRequest {
  /** Which feeder, when the flow has several that can be asked. */
  feeder?: string | undefined;
  /** Read everything again, whatever the cursor says. */
  full?: boolean | undefined;
  startedBy: StartedBy;
}

/** @throws StoreError `not-found`, `flow.not-published`, `flow.paused`, `request.invalid` (which feeder). */
export async function runNow(
  pool: Pool,
  boss: PgBoss,
  flowId: string,
  request: RunRequest,
): Promise<RunSummary> {
  return inTransaction(pool, async (db) => {
    const flow = await getFlow(db, flowId);
    const { plan } = await getVersion(db, flowId);
    if (flow.state === 'paused') throw new StoreError('flow.paused', 'A paused flow does not run.');
    const feeder = chooseFeeder(
      plan.steps.filter((step) => asks(step.role)),
      request.feeder,
    );
    const id = await insertRun(db, {
      flowId,
      feeder: feeder.node,
      // A step that hears every change has nothing to read but what it may have missed.
      kind: feeder.role === 'sync' ? 'sweep' : 'read',
      startedBy: request.startedBy,
      status: 'queued',
      reason: null,
      note: null,
      slot: null,
      full: request.full ?? false,
    });
    if (id === null) throw new StoreError('flow.not-published', 'The flow has no published version.');
    await enqueueParts(boss, db, await listParts(db, flowId), { priority: 1 });
    return getRunSummary(db, id);
  });
}

function chooseFeeder(feeders: PlanStep[], wanted: string | undefined): PlanStep {
  const [first, ...others] = feeders;
  const chosen =
    wanted === undefined && others.length === 0 ? first : feeders.find(({ node }) => node === wanted);
  if (chosen !== undefined) return chosen;
  if (first === undefined)
    throw new StoreError(
      'request.invalid',
      'This flow only listens: there is nothing to run.',
      'body.feeder',
    );
  const names = feeders.map(({ node }) => node).join(', ');
  throw new StoreError('request.invalid', `Say which one runs: ${names}.`, 'body.feeder');
}
