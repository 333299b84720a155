import type { OrphanSource } from '@syncline/store';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { chooseFetcher } from './chooseFetcher.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes'>;

/**
 * Reads records again at their sources and puts the destinations right, by one small load per feeder.
 *
 * @returns how many. @throws ApiError request.invalid when a source can't be asked for single records, StoreError flow.paused.
 */
export async function recheckOrphans(
  { store, nodeTypes }: Deps,
  sources: readonly OrphanSource[],
): Promise<number> {
  const fetches = (type: string) => nodeTypes.connector(type)?.sources[type]?.fetch !== undefined;
  const loads = new Map<string, { flowId: string; feeder: string; keys: Set<string> }>();
  for (const flowId of new Set(sources.map((source) => source.flowId))) {
    const { plan } = await store.flows.version(flowId);
    for (const source of sources.filter((one) => one.flowId === flowId)) {
      const feeder = chooseFetcher(plan, source.node, source.feeder, fetches);
      if (feeder === null)
        throw new ApiError('request.invalid', {
          path: 'body.action',
          detail: `No source that leads to ${source.node} can be asked for single records. Compare everything instead.`,
        });
      const name = JSON.stringify([flowId, feeder]);
      const load = loads.get(name) ?? { flowId, feeder, keys: new Set<string>() };
      load.keys.add(source.sourceKey);
      loads.set(name, load);
    }
  }
  for (const { flowId, feeder, keys } of loads.values())
    await store.feeders.steerBackfill(flowId, feeder, { action: 'start', keys: [...keys] });
  return sources.length;
}
