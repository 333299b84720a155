import type { FlowDocument } from '@syncline/model';
import type { ServerDeps } from '../serverDeps.ts';
import { bindConnections } from './bindConnections.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes' | 'compiler'>;

/** Keeps a new draft. Its webhook steps get their addresses at once, so that a real post can be caught as a sample. */
export async function createDraft(
  { store, nodeTypes, compiler }: Deps,
  document: FlowDocument,
  wanted: Readonly<Record<string, string>> = {},
) {
  const bindings = bindConnections(document, await store.connections.list(), nodeTypes, wanted);
  return store.flows.insert({
    document,
    bindings,
    triggers: nodeTypes.triggersOf(document),
    problems: await compiler.countProblems({ flowId: null, document, bindings }),
  });
}
