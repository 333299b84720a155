import { presentFlow } from '../flows/presentFlow.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const useTemplate =
  ({
    templates,
    publicAddress,
  }: Pick<ServerDeps, 'templates' | 'publicAddress'>): Handler<Contract['useTemplate']> =>
  async ({ params, body }) =>
    presentFlow(await templates.use(params.id, body), publicAddress());
