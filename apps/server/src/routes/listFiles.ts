import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const listFiles =
  ({ files }: Pick<ServerDeps, 'files'>): Handler<Contract['listFiles']> =>
  async () => ({ items: await files.list() });
