import { asks, type PlanStep } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { getFlow } from '../flows/getFlow.ts';
import { getVersion } from '../flows/listVersions.ts';
import { StoreError } from '../storeError.ts';

/**
 * The published step of a feeder that can be asked for what it has.
 *
 * @throws StoreError `not-found`, `flow.not-published`, `request.invalid` for another step, `flow.paused` when it has to run.
 */
export async function findAskable(
  db: Queryable,
  flowId: string,
  node: string,
  needs: 'live' | 'published',
): Promise<PlanStep> {
  const flow = await getFlow(db, flowId);
  const { plan } = await getVersion(db, flowId);
  const step = plan.steps.find((each) => each.node === node);
  if (step === undefined || !asks(step.role))
    throw new StoreError(
      'request.invalid',
      `${node} is no step of this flow that can be asked for what it has.`,
      'params.node',
    );
  if (needs === 'live' && flow.state === 'paused')
    throw new StoreError('flow.paused', 'A paused flow does not run. Resume it first.');
  return step;
}
