import type { RawRequest } from '@syncline/model';
import type { Store } from '@syncline/store';
import type { NodeTypes } from '../flows/nodeTypes.ts';
import type { HookEndpoint } from '../intake/hookHandler.ts';

type Deps = {
  store: Pick<Store, 'intake' | 'flows' | 'connections'>;
  nodeTypes: Pick<NodeTypes, 'connector' | 'parse'>;
  connectionKind: (kind: string) => { secrets: readonly string[] } | undefined;
};

interface Step {
  type: string;
  config: Record<string, unknown>;
  connection: string | null;
  published: boolean;
}

/**
 * Finds what a post to an address needs: the step as published, or as drawn while it was never published.
 *
 * @returns null when nobody has the address, or its step is gone.
 */
export async function findHookEndpoint(
  { store, nodeTypes, connectionKind }: Deps,
  id: string,
): Promise<HookEndpoint | null> {
  const endpoint = await store.intake.findEndpoint(id);
  if (!endpoint) return null;
  const flow = await store.flows.get(endpoint.flowId);
  const step =
    (endpoint.version === null ? null : publishedStep(await store.flows.version(flow.id), endpoint.node)) ??
    draftStep(flow.document, endpoint.node, nodeTypes);
  const intake = step && nodeTypes.connector(step.type)?.intakes[step.type];
  if (!step || !intake) return null;
  const { no, flowId, node, parts } = endpoint;
  const base = { no, flowId, node, parts, published: step.published, config: step.config };
  if (step.connection === null) return { ...base, intake, connection: {}, secrets: [] };
  const bound = flow.bindings[step.connection];
  const opened = bound === undefined ? null : await store.connections.openConfig(bound);
  // A step that names a connection and has none must not be as open as one that names none.
  if (!opened) return { ...base, intake: { ...intake, verify: refuseUnbound }, connection: {}, secrets: [] };
  return {
    ...base,
    intake,
    connection: opened.config,
    secrets: (connectionKind(opened.kind)?.secrets ?? []).flatMap((name) => {
      const value = opened.config[name];
      return typeof value === 'string' && value.length >= 4 ? [value] : [];
    }),
  };
}

function publishedStep(
  version: { plan: { steps: readonly Omit<Step & { node: string }, 'published'>[] } },
  node: string,
): Step | null {
  const step = version.plan.steps.find((one) => one.node === node);
  return step ? { type: step.type, config: step.config, connection: step.connection, published: true } : null;
}

function draftStep(
  document: Parameters<NodeTypes['parse']>[0],
  name: string,
  nodeTypes: Deps['nodeTypes'],
): Step | null {
  const node = Object.hasOwn(document.nodes, name) ? document.nodes[name] : undefined;
  const parsed = nodeTypes.parse(document, name);
  if (!node || !parsed) return null;
  return {
    type: node.type,
    config: parsed.ok ? parsed.config : {},
    connection: node.connection ?? null,
    published: false,
  };
}

const refuseUnbound = () =>
  ({ ok: false, code: 'webhook.unverified', message: 'the connection of the step is not set up' }) as const;

/** How often one address may keep a sample: often enough to see a test post, rarely enough to cost nothing under load. */
const sampleEveryMs = { draft: 200, live: 2_000, unverified: 2_000 };
const largestSample = 256 * 1024;
const mostRemembered = 5_000;

/** Keeps some posts for the form of their step, beside the way of the post itself. */
export function createSampler(
  keep: (sample: {
    flowId: string;
    node: string;
    request: RawRequest;
    verified: boolean;
  }) => Promise<unknown>,
  now: () => number,
) {
  const last = new Map<string, number>();
  return (
    { flowId, node, no, published }: HookEndpoint,
    stored: () => RawRequest,
    verified: boolean,
  ): void => {
    const kind = verified ? (published ? 'live' : 'draft') : 'unverified';
    const key = `${no} ${kind}`;
    if (now() - (last.get(key) ?? 0) < sampleEveryMs[kind]) return;
    const request = stored();
    if (request.body.length > largestSample) return;
    if (last.size > mostRemembered) last.clear();
    last.set(key, now());
    // A sample is a courtesy: the post itself is what must not be lost.
    keep({ flowId, node, request, verified }).catch(() => {});
  };
}
