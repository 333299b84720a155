import { type Diagnostic, type FlowDocument, isFeeder, type RecordSchema } from '@syncline/model';
import { checkArchive } from './checks/checkArchive.ts';
import { checkCycles } from './checks/checkCycles.ts';
import { checkArrivals, checkDestination, type Origin } from './checks/checkDestination.ts';
import { checkIdentities } from './checks/checkIdentities.ts';
import { checkLink } from './checks/checkLink.ts';
import { checkPairing } from './checks/checkPairing.ts';
import { checkParts, findSplitObstacle } from './checks/checkParts.ts';
import { checkReach } from './checks/checkReach.ts';
import { checkTransform } from './checks/checkTransform.ts';
import { checkWholeState } from './checks/checkWholeState.ts';
import { originsOf } from './checks/origins.ts';
import { traceIdentities } from './checks/traceIdentities.ts';
import type { CompileEnv, CompileResult } from './compileEnv.ts';
import { fillSettings, logicText } from './document/logicText.ts';
import { readDocument } from './document/readDocument.ts';
import { readEdges } from './edges/readEdges.ts';
import { buildGraph, type FlowGraph } from './graph/flowGraph.ts';
import { topologicalOrder } from './graph/topologicalOrder.ts';
import { buildPlan } from './plan/buildPlan.ts';
import { inferSchemas, targetSchema } from './schema/inferSchemas.ts';
import { mapTargets } from './schema/mapTargets.ts';
import { sortDiagnostics } from './sortDiagnostics.ts';
import { checkConnection } from './steps/checkConnection.ts';
import { checkSchedule } from './steps/checkSchedule.ts';
import { checkTitles } from './steps/checkTitles.ts';
import { readSteps, type Step, type Steps } from './steps/readSteps.ts';

/**
 * Turns a saved flow into the plan the executor runs, with everything there is to say about it. Total: any JSON gets an
 * answer. The same graph gives the same plan and hash, however the file is ordered or laid out. A flow that gets a plan
 * can't fail at run time for a reason that lies in its structure.
 *
 * @example
 * const { plan, diagnostics } = compileFlow(saved, { definition: (type) => byType.get(type), schemas: {}, digest });
 * if (plan === null) show(diagnostics);
 */
export function compileFlow(input: unknown, env: CompileEnv): CompileResult {
  const { document, problems } = readDocument(input);
  if (document === null) {
    const diagnostics = sortDiagnostics(problems, []);
    return { plan: null, diagnostics, document, schemas: {}, inputs: {}, targets: {}, logicHash: null };
  }
  return compileDocument(document, env);
}

function compileDocument(document: FlowDocument, env: CompileEnv): CompileResult {
  const { steps, problems } = readSteps(document, env);
  const edges = readEdges(document, steps);
  const graph = buildGraph(steps.keys(), edges.links);
  const { order, unordered } = topologicalOrder(graph);
  const targets = mapTargets(graph, order, steps);
  const schemas = inferSchemas(graph, order, steps, targets, env);
  const { leaving, reaching } = schemas;
  const identities = traceIdentities(graph, order, steps, leaving);
  const obstacle = findSplitObstacle(graph, steps, identities.setters);
  const all = [...steps.values()];
  const found = [
    problems,
    edges.problems,
    schemas.problems,
    checkTitles(steps),
    checkCycles(graph, steps),
    checkReach(graph, steps, edges),
    checkIdentities(steps, identities.at),
    checkParts(fillSettings(document), obstacle),
    checkWholeState(graph, steps),
    checkPairing(graph, steps),
    ...all.map((step) => checkLink(step, graph, steps, leaving)),
    ...all.map((step) => checkConnection(step, env)),
    ...all.map((step) => checkSchedule(step)),
    ...all.map((step) => checkFields(step, { document, env, graph, steps, leaving, reaching, targets })),
  ].flat();
  const isLoose = (step: Step | undefined) =>
    step !== undefined && !edges.touched.has(step.name) && !(step.role !== null && isFeeder(step.role));
  const diagnostics = sortDiagnostics(
    found.map((one) => (one.node && isLoose(steps.get(one.node)) ? { ...one, severity: 'warning' } : one)),
    [...order, ...unordered],
  );
  const failed = diagnostics.some((one) => one.severity === 'error');
  const running = order.flatMap((name) => steps.get(name) ?? []).filter((step) => !isLoose(step));
  const parts = { document, graph, steps: running, schemas: leaving, splittable: obstacle === null };
  return {
    plan: failed ? null : buildPlan(parts, env),
    diagnostics,
    document,
    schemas: Object.fromEntries(leaving),
    inputs: Object.fromEntries(reaching),
    targets: Object.fromEntries(targets),
    logicHash: env.digest(logicText(document)),
  };
}

interface FieldFacts {
  document: FlowDocument;
  env: CompileEnv;
  graph: FlowGraph;
  steps: Steps;
  leaving: ReadonlyMap<string, RecordSchema>;
  reaching: ReadonlyMap<string, RecordSchema>;
  targets: ReadonlyMap<string, string>;
}

/** Checks that look at fields: of a step that works on records, and of a destination with all that leads to it. */
function checkFields(step: Step, facts: FieldFacts): Diagnostic[] {
  const { document, env, graph, steps, leaving, reaching, targets } = facts;
  const source = reaching.get(step.name);
  const own = leaving.get(step.name);
  if (!source || !own) return [];
  if (step.role !== 'destination') {
    const target = targetSchema(env, targets.get(step.name));
    return checkTransform(step, { source, target, tables: document.tables ?? {} });
  }
  const origins = originsOf(graph, steps, step.name).flatMap((name): Origin[] => {
    const origin = steps.get(name);
    const schema = leaving.get(name);
    return origin && schema ? [{ step: origin, schema, mapped: targets.get(name) === step.name }] : [];
  });
  return [
    ...checkDestination(step, own, origins),
    ...checkArrivals(step, own, origins),
    ...checkArchive(step, own, origins, graph, steps),
  ];
}
