import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const signIn =
  ({ sessions }: Pick<ServerDeps, 'sessions'>): Handler<Contract['signIn']> =>
  async ({ body, request, response }) => {
    sessions.signIn(request, response, body.password);
    return { required: sessions.required, signedIn: true };
  };
