import { createContentText } from '@syncline/engine';
import type { DataRecord } from '@syncline/model';
import type { StoredApproval } from '@syncline/store';
import { changedIdentity } from '../approvals/changedIdentity.ts';
import { presentApprovals } from '../approvals/presentApprovals.ts';
import { changedFields } from '../failures/changedFields.ts';
import { digest } from '../flows/digest.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

/** An edited record is approved under a hash of its own, made as the engine makes it: what is approved is what is sent. */
export const decideApproval =
  ({ store, nodeTypes }: Pick<ServerDeps, 'store' | 'nodeTypes'>): Handler<Contract['decideApproval']> =>
  async ({ params, body, actor, note }) => {
    const { record, ...decision } = body;
    const before = await store.approvals.get(params.id);
    if (record !== undefined && (body.decision === 'reject' || before.op === 'delete'))
      throw new ApiError('conflict.state', {
        path: 'body.record',
        detail: 'Only a record that is approved and written can be edited.',
      });
    if (record !== undefined) await refuseOtherRecord(store, before, record);
    const edited =
      record === undefined
        ? undefined
        : // Parsed JSON holds nothing but what a record may hold.
          { record, contentHash: digest(createContentText()(record as DataRecord)) };
    const approval = await store.approvals.decide(params.id, { ...decision, edited, actor });
    note({
      decision: body.decision,
      key: approval.key,
      contentHash: approval.contentHash,
      ...(body.note === undefined ? {} : { note: body.note }),
      ...(record === undefined ? {} : changedFields(before.record, record)),
    });
    const [presented] = await presentApprovals({ store, nodeTypes }, [approval]);
    return presented;
  };

async function refuseOtherRecord(
  store: ServerDeps['store'],
  { flowId, node, record: before }: StoredApproval,
  record: Record<string, unknown>,
): Promise<void> {
  const { plan } = await store.flows.version(flowId);
  const field = changedIdentity(plan, node, before, record);
  if (field !== null)
    throw new ApiError('request.invalid', {
      path: `body.record.${field}`,
      detail: `${field} says which record this is and can not be edited. Reject it, and mend it at the source.`,
    });
}
