import { type Diagnostic, isFeeder } from '@syncline/model';
import type { ReadEdges } from '../edges/readEdges.ts';
import type { FlowGraph } from '../graph/flowGraph.ts';
import { stepsAfter, stepsBefore } from '../graph/reach.ts';
import type { Step, Steps } from '../steps/readSteps.ts';

/**
 * Whether records that begin somewhere end somewhere. What can't be told, because a step's type or an arrow is wrong, is
 * not guessed at: that error comes first.
 */
export function checkReach(graph: FlowGraph, steps: Steps, edges: ReadEdges): Diagnostic[] {
  const all = [...steps.values()];
  // One that is connected may be the source or destination that is missing. A loose one does not run.
  const unknown = all
    .filter((step) => step.role === null && edges.touched.has(step.name))
    .map((step) => step.name);
  const feeders = all.filter(isFeederStep).map((step) => step.name);
  const destinations = all.filter((step) => step.role === 'destination').map((step) => step.name);
  const reached = stepsAfter(graph, [...feeders, ...unknown, ...edges.unsureBefore]);
  const arriving = stepsBefore(graph, [...destinations, ...unknown, ...edges.unsureAfter]);
  const found: Diagnostic[] = [];
  if (unknown.length === 0) {
    if (feeders.length === 0) found.push(noFeeder);
    if (destinations.length === 0) found.push(noDestination);
  }
  for (const step of all) {
    if (isFeederStep(step)) {
      if (!arriving.has(step.name)) found.push(lostFeeder(step));
    } else if (!edges.touched.has(step.name)) {
      found.push(looseStep(step));
    } else if (!reached.has(step.name)) {
      // Said where it begins; what hangs on it has the same remedy. A circle is an error of its own.
      if (graph.before.get(step.name)?.length === 0) found.push(unfedStep(step));
    } else if (!arriving.has(step.name)) {
      if (graph.after.get(step.name)?.length === 0) found.push(deadEnd(step));
    } else {
      for (const problem of openWays(step, graph, edges)) found.push(problem);
    }
  }
  return found;
}

const isFeederStep = (step: Step): boolean => step.role !== null && isFeeder(step.role);

const noFeeder: Diagnostic = {
  severity: 'error',
  code: 'flow.no-source',
  title: 'The flow has no source',
  whatToDo: 'Add a trigger or a schedule.',
};

const noDestination: Diagnostic = {
  severity: 'error',
  code: 'flow.no-destination',
  title: 'The flow has no destination',
  whatToDo: 'Add the system the records go to.',
};

function lostFeeder(step: Step): Diagnostic {
  return {
    severity: 'error',
    code: 'step.source-leads-nowhere',
    node: step.name,
    title: `Records of ${step.label} reach no destination`,
    whatToDo: 'Connect it, or remove it.',
  };
}

function looseStep(step: Step): Diagnostic {
  return {
    severity: 'warning',
    code: 'step.loose',
    node: step.name,
    title: `${step.label} is not connected and does not run`,
    whatToDo: 'Connect it, or remove it.',
  };
}

function unfedStep(step: Step): Diagnostic {
  return {
    severity: 'error',
    code: 'step.not-fed',
    node: step.name,
    title: `No source leads to ${step.label}`,
    whatToDo: 'Connect a trigger or a schedule before it, or remove it.',
  };
}

function deadEnd(step: Step): Diagnostic {
  return {
    severity: 'error',
    code: 'step.leads-nowhere',
    node: step.name,
    title: `Records end in ${step.label}: no destination follows`,
    whatToDo: 'Connect it to a destination, or remove it.',
  };
}

/** Ways out of a branch no arrow leaves by: allowed, since leaving records out is what they may be for. */
function openWays(step: Step, graph: FlowGraph, edges: ReadEdges): Diagnostic[] {
  if (step.config === null || edges.unsureAfter.has(step.name)) return [];
  const used = new Set((graph.after.get(step.name) ?? []).map((link) => link.port));
  return step.ports.out
    .filter((port) => !used.has(port))
    .map((port) => ({
      severity: 'warning',
      code: 'step.open-way',
      node: step.name,
      port,
      title: `The way "${port}" of ${step.label} leads nowhere. Its records are counted as filtered`,
      whatToDo: 'Connect it, or leave it if these records are not wanted.',
    }));
}
