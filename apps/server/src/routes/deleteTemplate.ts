import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const deleteTemplate =
  ({ templates }: Pick<ServerDeps, 'templates'>): Handler<Contract['deleteTemplate']> =>
  async ({ params }) => {
    await templates.remove(params.id);
    return { deleted: true };
  };
