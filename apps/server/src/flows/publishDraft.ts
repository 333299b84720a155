import type { Diagnostic, FlowDocument } from '@syncline/model';
import { ApiError } from '../http/problem.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { type CursorChoices, cursorsOf } from './cursorsOf.ts';
import { schedulesOf } from './schedulesOf.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes' | 'compiler' | 'now'>;

interface PublishOptions {
  /** False: it runs only when somebody says so. */
  schedules?: boolean;
  /** What becomes of the cursor of a feeder that asks something else than before. */
  cursors?: CursorChoices | undefined;
}

/**
 * Makes a draft the running version: compiled against the bound systems, its plan pinned, its schedules and webhook
 * addresses set up, all in one transaction.
 *
 * @throws ApiError flow.invalid listing every error, connection.missing when only a binding is missing; StoreError
 * flow.cursor-choice naming the feeders for which nobody chose.
 */
export async function publishDraft(
  { store, nodeTypes, compiler, now }: Deps,
  flow: { id: string; document: FlowDocument; bindings: Record<string, string> },
  note?: string,
  { schedules = true, cursors }: PublishOptions = {},
) {
  const { plan, diagnostics } = await compiler.compile({
    flowId: flow.id,
    document: flow.document,
    bindings: flow.bindings,
  });
  if (plan === null) throw refuse(diagnostics);
  return store.flows.publish(flow.id, {
    document: flow.document,
    plan,
    ...(note === undefined ? {} : { note }),
    schedules: schedules ? schedulesOf(flow.id, plan, now()) : [],
    triggers: nodeTypes.triggersOf(flow.document),
    cursors: cursorsOf(plan, flow.bindings, cursors),
  });
}

export function refuse(diagnostics: readonly Diagnostic[]): ApiError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const unbound = errors.length > 0 && errors.every(({ code }) => code.startsWith('connection.'));
  return new ApiError(unbound ? 'connection.missing' : 'flow.invalid', {
    issues: errors.map(({ node, path, title, whatToDo }) => ({
      path: [...(node === undefined ? [] : ['nodes', node]), ...(path === undefined ? [] : [path])].join('.'),
      message: `${title.replace(/[^.!?…]$/, '$&.')} ${whatToDo}`,
    })),
    ...(errors[0] ? { detail: errors[0].title } : {}),
  });
}
