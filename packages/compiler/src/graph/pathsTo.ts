import type { FlowGraph } from './flowGraph.ts';

/**
 * A shortest way from one step to another, both named; of equally short ones the first by name. From a step to itself it
 * is the shortest circle. Null when there is none.
 *
 * @example pathBetween(graph, 'changes', 'members') // ['changes', 'clean', 'members']
 */
export function pathBetween(graph: FlowGraph, from: string, to: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [from];
  // A list hands out what is added while it is walked.
  for (const step of queue) {
    for (const link of graph.after.get(step) ?? []) {
      if (cameFrom.has(link.to)) continue;
      cameFrom.set(link.to, step);
      if (link.to === to) return traceBack(cameFrom, from, to);
      queue.push(link.to);
    }
  }
  return null;
}

/**
 * For each step at the beginning of the flow that leads to `to`: a shortest way there.
 *
 * @example pathsTo(graph, 'members') // [['changes', 'clean', 'members'], ['nightly', 'clean', 'members']]
 */
export function pathsTo(graph: FlowGraph, to: string): string[][] {
  return graph.steps
    .filter((step) => graph.before.get(step)?.length === 0)
    .map((start) => pathBetween(graph, start, to))
    .filter((path) => path !== null);
}

function traceBack(cameFrom: ReadonlyMap<string, string>, from: string, to: string): string[] {
  const path = [to];
  let step = cameFrom.get(to);
  while (step !== undefined && step !== from) {
    path.push(step);
    step = cameFrom.get(step);
  }
  return [...path, from].reverse();
}
