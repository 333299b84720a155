import type { Stream } from '@syncline/model';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

/** @throws ApiError not-found, flow.not-published */
export async function findStream(store: ServerDeps['store'], flowId: string, node: string): Promise<Stream> {
  const { version } = await store.flows.get(flowId);
  if (version === null) throw new ApiError('flow.not-published');
  const stream = (await store.feeders.list(flowId)).find((one) => one.node === node);
  if (stream === undefined)
    throw new ApiError('not-found', {
      path: 'params.node',
      detail: `No source of the published version has the name "${node.slice(0, 64)}".`,
    });
  return stream;
}
