import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const signOut =
  ({ sessions }: Pick<ServerDeps, 'sessions'>): Handler<Contract['signOut']> =>
  async ({ request, response }) => {
    sessions.signOut(request, response);
    return { signedIn: false };
  };
