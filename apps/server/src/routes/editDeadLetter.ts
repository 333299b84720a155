import { changedFields } from '../failures/changedFields.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';

/** The audit entry names the fields that differ from what came in; their values stay in the sealed letter. */
export const editDeadLetter =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['editDeadLetter']> =>
  async ({ params, body, actor, note }) => {
    const { letter: before } = await store.failures.get(params.id);
    await store.failures.edit(params.id, { input: body.input, actor });
    const { letter } = await store.failures.get(params.id);
    note(
      body.input === null
        ? { takenBack: true }
        : { key: letter.key, ...changedFields(before.input, body.input) },
    );
    return letter;
  };
