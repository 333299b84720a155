import type { Diagnostic } from '@syncline/model';
import { joinPath } from '../edges/canConnect.ts';
import { findCycles } from '../graph/findCycles.ts';
import type { FlowGraph } from '../graph/flowGraph.ts';
import type { Steps } from '../steps/readSteps.ts';

/** One error for each circle, at its first step. */
export function checkCycles(graph: FlowGraph, steps: Steps): Diagnostic[] {
  return findCycles(graph).map((cycle) => ({
    severity: 'error',
    code: 'flow.circle',
    node: cycle[0] ?? '',
    title: `These steps feed each other in a circle: ${joinPath(cycle.map((name) => steps.get(name)?.label ?? name))}`,
    whatToDo: 'Remove one of the edges.',
  }));
}
