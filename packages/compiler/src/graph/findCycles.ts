import { buildGraph, type FlowGraph } from './flowGraph.ts';
import { pathBetween } from './pathsTo.ts';
import { stepsAfter, stepsBefore } from './reach.ts';
import { topologicalOrder } from './topologicalOrder.ts';

/**
 * One circle for each knot of steps that feed each other, beginning and ending with the first name of the knot. None
 * when the flow has an order.
 *
 * @example findCycles(graph) // [['clean', 'vip', 'clean']]
 */
export function findCycles(graph: FlowGraph): string[][] {
  const cycles: string[][] = [];
  // Twice: what only follows a circle falls away when the arrows are turned round.
  const knots = turnRound(dropOrdered(turnRound(dropOrdered(graph))));
  const done = new Set<string>();
  for (const step of knots.steps) {
    if (done.has(step)) continue;
    const cycle = pathBetween(knots, step, step);
    if (cycle === null) continue;
    cycles.push(cycle);
    const back = stepsBefore(knots, [step]);
    for (const other of stepsAfter(knots, [step])) if (back.has(other)) done.add(other);
  }
  return cycles;
}

function dropOrdered(graph: FlowGraph): FlowGraph {
  const { unordered } = topologicalOrder(graph);
  return buildGraph(
    unordered,
    unordered.flatMap((step) => graph.after.get(step) ?? []),
  );
}

function turnRound(graph: FlowGraph): FlowGraph {
  const links = [...graph.after.values()].flat();
  return buildGraph(
    graph.steps,
    links.map(({ from, to, port }) => ({ from: to, to: from, port })),
  );
}
