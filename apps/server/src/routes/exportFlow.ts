import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { exportText } from '../templates/exportText.ts';

export const exportFlow =
  ({ store, catalogue }: Pick<ServerDeps, 'store' | 'catalogue'>): Handler<Contract['exportFlow']> =>
  async ({ params, query, response }) => {
    const { document } = await store.flows.get(params.id);
    const { fileName, text } = exportText(document, query.as, catalogue);
    response.attachment(fileName).status(200).type('application/json').send(text);
    return undefined;
  };
