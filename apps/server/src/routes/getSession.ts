import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const getSession =
  ({ sessions }: Pick<ServerDeps, 'sessions'>): Handler<Contract['getSession']> =>
  async ({ request }) => ({ required: sessions.required, signedIn: sessions.signedIn(request) });
