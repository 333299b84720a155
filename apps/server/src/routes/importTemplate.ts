import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const importTemplate =
  ({ templates }: Pick<ServerDeps, 'templates'>): Handler<Contract['importTemplate']> =>
  async ({ body }) =>
    templates.keep(body);
