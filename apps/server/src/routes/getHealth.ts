import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

/** 503 when not ready, with the same body: load balancers look at the status, people at the checks. */
export const getHealth =
  ({ health, sessions }: Pick<ServerDeps, 'health' | 'sessions'>): Handler<Contract['getHealth']> =>
  async ({ request, response }) => {
    const report = await health();
    const version = sessions.signedIn(request) ? report.version : '';
    response.status(report.ready ? 200 : 503).json({ ...report, version });
    return undefined;
  };
