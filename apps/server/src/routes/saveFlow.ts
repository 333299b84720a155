import { bindConnections } from '../flows/bindConnections.ts';
import { presentFlow } from '../flows/presentFlow.ts';
import type { Contract, Handler } from '../http/bindRoute.ts';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes' | 'compiler' | 'publicAddress' | 'forgetEndpoints'>;

/** Saves only over the draft the sender has seen: whoever sends no etag, or an old one, is told to load it again. */
export const saveFlow =
  ({ store, nodeTypes, compiler, publicAddress, forgetEndpoints }: Deps): Handler<Contract['saveFlow']> =>
  async ({ params, body, request, response }) => {
    const etag = readIfMatch(request.headers['if-match']);
    const before = await store.flows.get(params.id);
    const bindings = bindConnections(
      body.document,
      await store.connections.list(),
      nodeTypes,
      body.bindings,
      before.bindings,
    );
    const saved = await store.flows.saveDraft(params.id, {
      document: body.document,
      bindings,
      triggers: nodeTypes.triggersOf(body.document),
      problems: await compiler.countProblems({ flowId: params.id, document: body.document, bindings }),
      etag,
    });
    forgetEndpoints();
    response.setHeader('ETag', `"${saved.etag}"`);
    return presentFlow(saved, publicAddress());
  };

function readIfMatch(header: string | undefined): string {
  const etag = header
    ?.trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');
  if (!etag)
    throw new ApiError('conflict.changed', {
      path: 'headers.if-match',
      detail: 'Send the etag of the draft you changed in If-Match.',
    });
  return etag;
}
