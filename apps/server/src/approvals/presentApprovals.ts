import { asksForMatches } from '@syncline/engine';
import type { Approval, Plan } from '@syncline/model';
import type { HeldRecord, StoredApproval } from '@syncline/store';
import { deletePolicy } from '../failures/dryRunner.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { destinationBehind } from './destinationBehind.ts';
import { fieldChanges } from './fieldChanges.ts';

/** Adds to approvals what they would change at the destination behind their checkpoint, as far as that is known. */
export async function presentApprovals(
  { store, nodeTypes }: Pick<ServerDeps, 'store' | 'nodeTypes'>,
  approvals: readonly StoredApproval[],
): Promise<Approval[]> {
  const plans = new Map<string, Plan | null>();
  for (const { flowId } of approvals) if (!plans.has(flowId)) plans.set(flowId, await planOf(store, flowId));
  const asked = approvals.map(({ flowId, node, key }) => {
    const plan = plans.get(flowId);
    const destination = plan ? destinationBehind(plan, node) : null;
    const step = plan?.steps.find((one) => one.node === destination);
    return { flowId, node: destination, key, step };
  });
  const held = await store.records.held(
    asked.flatMap(({ flowId, node, key }) => (node === null ? [] : [{ flowId, node, key }])),
  );
  return approvals.map((approval, at) => {
    const { node = null, step } = asked[at] ?? {};
    const destination = step && nodeTypes.connector(step.type)?.destinations[step.type];
    const found =
      node === null
        ? undefined
        : held.find((one) => one.flowId === approval.flowId && one.node === node && one.key === approval.key);
    return {
      ...approval,
      changes: found === undefined ? null : changesOf(approval, found),
      looksFirst:
        found?.state === 'absent' &&
        step !== undefined &&
        destination !== undefined &&
        asksForMatches(destination, step),
      deletes: step === undefined ? null : deletePolicy(step),
    };
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
