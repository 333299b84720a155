import type { Approval, Plan } from '@syncline/model';
import type { HeldRecord, StoredApproval } from '@syncline/store';
import type { ServerDeps } from '../serverDeps.ts';
import { destinationBehind } from './destinationBehind.ts';
import { fieldChanges } from './fieldChanges.ts';

/** Adds to approvals what they would change at the destination behind their checkpoint, as far as that is known. */
export async function presentApprovals(
  { store }: Pick<ServerDeps, 'store'>,
  approvals: readonly StoredApproval[],
): Promise<Approval[]> {
  const plans = new Map<string, Plan | null>();
  for (const { flowId } of approvals) if (!plans.has(flowId)) plans.set(flowId, await planOf(store, flowId));
  const asked = approvals.map(({ flowId, node, key }) => {
    const plan = plans.get(flowId);
    const destination = plan ? destinationBehind(plan, node) : null;
    return { flowId, node: destination, key };
  });
  const held = await store.records.held(
    asked.flatMap(({ node, ...rest }) => (node === null ? [] : [{ ...rest, node }])),
  );
  return approvals.map((approval, at) => {
    const node = asked[at]?.node ?? null;
    const found =
      node === null
        ? undefined
        : held.find((one) => one.flowId === approval.flowId && one.node === node && one.key === approval.key);
    return { ...approval, changes: found === undefined ? null : changesOf(approval, found) };
  });
}

function changesOf({ op, record }: StoredApproval, held: HeldRecord): Approval['changes'] {
  const after = op === 'delete' ? null : record;
  switch (held.state) {
    case 'absent':
      return fieldChanges(null, after);
    case 'known':
      return fieldChanges(held.record, after);
    case 'unknown':
      return null;
  }
}

async function planOf(store: ServerDeps['store'], flowId: string): Promise<Plan | null> {
  const flow = await store.flows.get(flowId);
  return flow.version === null ? null : (await store.flows.version(flowId)).plan;
}
