import { hasCursorShape } from '../flows/cursorShape.ts';
import { findStream } from '../flows/findStream.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const editCursor =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['editCursor']> =>
  async ({ params: { id, node }, body, actor, note }) => {
    const before = await findStream(store, id, node);
    const value = body.value ?? null;
    const held = before.cursor?.value ?? null;
    if (value !== null && !hasCursorShape(held, value))
      throw new ApiError('request.invalid', {
        path: 'body.value',
        detail:
          held === null
            ? 'The step has no cursor yet. Run it once, then move what it left.'
            : `A cursor of this step looks like ${JSON.stringify(held)}. Send null to begin at the beginning.`,
      });
    await store.feeders.editCursor(id, node, { value, actor });
    const after = await findStream(store, id, node);
    note({ node, before: held, after: after.cursor?.value ?? null });
    return after;
  };
