import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listTemplates =
  ({ templates }: Pick<ServerDeps, 'templates'>): Handler<Contract['listTemplates']> =>
  async () => ({ items: await templates.list() });
