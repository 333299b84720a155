import { asks } from '@syncline/model';
import { feedersOf } from '../flows/nodeTypes.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes'>;

/** Starts a run of the published version now, whatever its schedule says. */
export const runFlow =
  ({ store, nodeTypes }: Deps): Handler<Contract['runFlow']> =>
  async ({ params, body }) => {
    const flow = await store.flows.get(params.id);
    if (flow.version === null) throw new ApiError('flow.not-published');
    const { document } = await store.flows.version(params.id);
    const askable = feedersOf(document, nodeTypes).filter((name) => {
      const role = nodeTypes.definition(document.nodes[name]?.type ?? '')?.role;
      return role !== undefined && asks(role);
    });
    const feeder = body.feeder ?? (askable.length === 1 ? askable[0] : undefined);
    if (feeder === undefined || !askable.includes(feeder))
      throw new ApiError('request.invalid', {
        path: 'body.feeder',
        detail: explainFeeders(body.feeder, askable),
      });
    return store.runs.runNow(params.id, {
      feeder,
      ...(body.full === undefined ? {} : { full: body.full }),
      startedBy: 'manual',
    });
  };

function explainFeeders(wanted: string | undefined, askable: readonly string[]): string {
  if (askable.length === 0) return 'This flow runs by itself, when a post arrives.';
  const choice = `Choose one of ${askable.join(', ')}.`;
  return wanted === undefined
    ? `The flow has several sources that can be asked. ${choice}`
    : `No such source of the published version has this name. ${choice}`;
}
