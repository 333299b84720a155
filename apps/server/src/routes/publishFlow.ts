import { presentFlow } from '../flows/presentFlow.ts';
import { publishDraft } from '../flows/publishDraft.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<
  ServerDeps,
  'store' | 'nodeTypes' | 'compiler' | 'now' | 'publicAddress' | 'forgetEndpoints'
>;

export const publishFlow =
  (deps: Deps): Handler<Contract['publishFlow']> =>
  async ({ params, body }) => {
    const flow = await deps.store.flows.get(params.id);
    const published = await publishDraft(deps, flow, body.note, { cursors: body.cursors });
    deps.forgetEndpoints();
    return presentFlow(published, deps.publicAddress());
  };
