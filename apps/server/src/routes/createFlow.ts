import { createDraft } from '../flows/createDraft.ts';
import { presentFlow } from '../flows/presentFlow.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes' | 'compiler' | 'publicAddress'>;

export const createFlow =
  (deps: Deps): Handler<Contract['createFlow']> =>
  async ({ body }) =>
    presentFlow(await createDraft(deps, body.document, body.bindings), deps.publicAddress());
