import { type FlowDocument, isFeeder, type Plan, type PlanStep, type RecordSchema } from '@syncline/model';
import type { CompileEnv } from '../compileEnv.ts';
import { fillSettings } from '../document/logicText.ts';
import type { FlowGraph } from '../graph/flowGraph.ts';
import type { Step } from '../steps/readSteps.ts';
import { sortKeys } from './sortKeys.ts';

export interface PlanParts {
  document: FlowDocument;
  graph: FlowGraph;
  /** The steps that run, in order. */
  steps: readonly Step[];
  schemas: ReadonlyMap<string, RecordSchema>;
  splittable: boolean;
}

/** Turns checked parts into the plan: plain JSON with one order of keys, that shares nothing with the document. */
export function buildPlan(parts: PlanParts, env: Pick<CompileEnv, 'digest'>): Plan {
  const steps = parts.steps.map((step) => planStep(step, parts));
  const names = (belongs: (step: Step) => boolean) => parts.steps.filter(belongs).map((step) => step.name);
  const body: Omit<Plan, 'hash'> = {
    settings: fillSettings(parts.document),
    tables: parts.document.tables ?? {},
    steps,
    feeders: names((step) => step.role !== null && isFeeder(step.role)),
    destinations: names((step) => step.role === 'destination'),
    splittable: parts.splittable,
  };
  // A copy with the same members is of the same type.
  const sorted = sortKeys(body) as Omit<Plan, 'hash'>;
  return { hash: env.digest(JSON.stringify(sorted)), ...sorted };
}

function planStep(step: Step, { graph, schemas }: PlanParts): PlanStep {
  const { name, label, node, definition, config, role, ports } = step;
  const schema = schemas.get(name);
  if (!definition || !config || !role || !schema) throw new TypeError(`step ${name} is not ready for a plan`);
  const after = graph.after.get(name) ?? [];
  return {
    node: name,
    type: definition.type,
    version: definition.version,
    role,
    title: label === name ? definition.title : label,
    connection: node.connection ?? null,
    config,
    next: Object.fromEntries(
      ports.out.map((port) => [port, after.filter((link) => link.port === port).map((link) => link.to)]),
    ),
    schema,
  };
}
