import { presentFlow } from '../flows/presentFlow.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const decideGuard =
  ({ store, publicAddress }: Pick<ServerDeps, 'store' | 'publicAddress'>): Handler<Contract['decideGuard']> =>
  async ({ params, body, note }) => {
    const { guard } = await store.flows.get(params.id);
    const flow = await store.flows.decideGuard(params.id, body.decision);
    note({ decision: body.decision, run: guard?.runId, node: guard?.node, records: guard?.count });
    return presentFlow(flow, publicAddress());
  };
