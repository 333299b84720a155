import type { RawRequest } from '@syncline/model';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

const shown = 20;

export const listSamples =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['listSamples']> =>
  async ({ params }) => {
    await store.flows.get(params.id);
    const samples = await store.intake.samples(params.id, params.node, shown);
    return {
      items: samples.map(({ id, receivedAt, verified, request }) => ({
        id,
        receivedAt: new Date(receivedAt).toISOString(),
        verified,
        body: readBody(request),
      })),
    };
  };

/** JSON where it is JSON, else its text. */
function readBody({ body }: RawRequest): unknown {
  const text = new TextDecoder().decode(body);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
