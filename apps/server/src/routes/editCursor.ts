import { findStream } from '../flows/findStream.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const editCursor =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['editCursor']> =>
  async ({ params: { id, node }, body, actor, note }) => {
    const before = await findStream(store, id, node);
    await store.feeders.editCursor(id, node, { value: body.value, actor });
    const after = await findStream(store, id, node);
    note({ node, before: before.cursor?.value ?? null, after: after.cursor?.value ?? null });
    return after;
  };
