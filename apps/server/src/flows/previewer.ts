import { buildGraph, stepsBefore } from '@syncline/compiler';
import { previewFlow } from '@syncline/engine';
import type { ExpressionHost } from '@syncline/mapping';
import {
  asks,
  type Change,
  edgePort,
  type Flow,
  type FlowDocument,
  isFeeder,
  type Plan,
  type PlanStep,
  type Preview,
  type RawRequest,
  type RejectedInput,
} from '@syncline/model';
import { type ConnectionDoor, explainFailure } from '../connections/connectionDoor.ts';
import { ApiError } from '../http/problem.ts';
import type { DraftCompiler } from './draftCompiler.ts';
import type { NodeTypes } from './nodeTypes.ts';
import { refuse } from './publishDraft.ts';

type PreviewedFlow = Pick<Flow, 'id' | 'document' | 'bindings'>;

export interface Previewer {
  /** Takes real records through the draft up to one step. Writes nothing. */
  preview(flow: PreviewedFlow, node: string, limit: number): Promise<Preview>;
}

export interface PreviewerParts {
  compiler: DraftCompiler;
  nodeTypes: NodeTypes;
  door: ConnectionDoor;
  samples: (
    flowId: string,
    node: string,
  ) => Promise<{ id: string; receivedAt: string; request: RawRequest }[]>;
  expressions: ExpressionHost | null;
  now: () => Date;
}

interface Sampled {
  feeder: string;
  changes: Change[];
  rejected: RejectedInput[];
  from: string;
}

const readLimitMs = 10_000;
const pageBytes = 1024 * 1024;

export function createPreviewer(parts: PreviewerParts): Previewer {
  const planUpTo = async (flow: PreviewedFlow, node: string): Promise<Plan> => {
    const { plan, diagnostics } = await parts.compiler.compileUpTo(
      { flowId: flow.id, document: flow.document, bindings: flow.bindings },
      node,
    );
    if (plan === null) throw refuse(diagnostics);
    return plan;
  };

  const readSource = async (flow: PreviewedFlow, step: PlanStep, limit: number): Promise<Sampled> => {
    const source = parts.nodeTypes.connector(step.type)?.sources[step.type];
    if (!source) throw new ApiError('flow.invalid', { detail: `${step.title} can not be read.` });
    const id = step.connection === null ? null : (flow.bindings[step.connection] ?? null);
    try {
      return await parts.door.with(id, readLimitMs, async (context) => {
        const sampled: Sampled = {
          feeder: step.node,
          changes: [],
          rejected: [],
          from: `live read of ${summaryOf(step, flow.document, parts.nodeTypes)}`,
        };
        const request = { config: step.config, window: null, token: null, pageRecords: limit, pageBytes };
        for await (const page of source.read(context, request)) {
          sampled.changes.push(...page.changes.slice(0, limit - sampled.changes.length));
          sampled.rejected.push(...page.rejected);
          if (sampled.changes.length >= limit) break;
        }
        return sampled;
      });
    } catch (error) {
      if (error instanceof ApiError) throw error;
      const { title, whatToDo } = explainFailure(error);
      throw new ApiError('connection.missing', {
        detail: `${step.title}: ${title} ${whatToDo}`,
        cause: error,
      });
    }
  };

  const readPosts = async (flow: PreviewedFlow, step: PlanStep, limit: number): Promise<Sampled> => {
    const intake = parts.nodeTypes.connector(step.type)?.intakes[step.type];
    const posts = await parts.samples(flow.id, step.node);
    const sampled: Sampled = { feeder: step.node, changes: [], rejected: [], from: '' };
    let used = 0;
    for (const { id, receivedAt, request } of posts) {
      if (!intake || sampled.changes.length >= limit) break;
      const { changes, rejected } = intake.decode(request, step.config, {
        eventId: id,
        receivedTs: receivedAt,
      });
      sampled.changes.push(...changes.slice(0, limit - sampled.changes.length));
      sampled.rejected.push(...rejected);
      used += 1;
    }
    sampled.from =
      used === 0 ? `no post received yet at ${step.title}` : `${used} kept ${used === 1 ? 'post' : 'posts'}`;
    return sampled;
  };

  return {
    async preview(flow, node, limit) {
      const began = performance.now();
      if (!Object.hasOwn(flow.document.nodes, node))
        throw new ApiError('not-found', {
          path: 'body.node',
          detail: `The flow has no step "${node.slice(0, 64)}".`,
        });
      const plan = await planUpTo(flow, node);
      const feeders = feedersBefore(plan, flow.document, node);
      const sampled = await Promise.all(
        feeders.map((step) =>
          asks(step.role) ? readSource(flow, step, limit) : readPosts(flow, step, limit),
        ),
      );
      const samples = Object.fromEntries(sampled.map(({ feeder, changes }) => [feeder, changes]));
      const preview = await previewFlow(
        { plan, node, samples },
        { expressions: parts.expressions, now: parts.now },
      );
      return {
        ...preview,
        failed: [...preview.failed, ...sampled.filter(({ feeder }) => feeder === node).flatMap(failedInput)],
        from: sampled.map(({ from }) => from).join(', ') || 'no source leads to this step',
        tookMs: Math.round(performance.now() - began),
      };
    },
  };
}

function failedInput({ rejected }: Sampled): Preview['failed'] {
  return rejected
    .slice(0, 100)
    .map(({ place, code, message }) => ({ key: null, field: null, code, message: `${place}: ${message}` }));
}

function feedersBefore(plan: Plan, document: FlowDocument, node: string): PlanStep[] {
  const links = document.edges.map((edge) => ({ from: edge[0], to: edge[1], port: edgePort(edge) }));
  const before = stepsBefore(buildGraph(Object.keys(document.nodes), links), [node]);
  return plan.steps.filter((step) => isFeeder(step.role) && before.has(step.node));
}

function summaryOf(step: PlanStep, document: FlowDocument, nodeTypes: NodeTypes): string {
  const parsed = nodeTypes.parse(document, step.node);
  return (parsed?.ok && parsed.summary) || step.title;
}
