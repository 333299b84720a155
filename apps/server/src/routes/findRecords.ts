import type { Contract, Handler } from '../http/bindRoute.ts';
import { termsOf } from '../records/termsOf.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const findRecords =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['findRecords']> =>
  async ({ query }) => {
    const began = performance.now();
    const items = await store.records.find({ text: query.q, terms: termsOf(query.q), flow: query.flow });
    return { items, tookMs: Math.round(performance.now() - began) };
  };
