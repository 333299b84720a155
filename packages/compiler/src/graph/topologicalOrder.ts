import { compareText, type FlowGraph } from './flowGraph.ts';

/**
 * Steps in an order in which each stands after everything that feeds it; among equals by distance from the start, then
 * by name. Steps on or behind a circle have no such place: they follow at the end, by name.
 *
 * @example topologicalOrder(graph) // { order: ['changes', 'nightly', 'clean', 'members'], unordered: [] }
 */
export function topologicalOrder(graph: FlowGraph): { order: string[]; unordered: string[] } {
  const waiting = new Map(graph.steps.map((step) => [step, graph.before.get(step)?.length ?? 0]));
  const order: string[] = [];
  let ready = graph.steps.filter((step) => waiting.get(step) === 0);
  while (ready.length > 0) {
    const next: string[] = [];
    for (const step of ready) {
      order.push(step);
      for (const { to } of graph.after.get(step) ?? []) {
        const left = (waiting.get(to) ?? 0) - 1;
        waiting.set(to, left);
        if (left === 0) next.push(to);
      }
    }
    ready = next.sort(compareText);
  }
  const placed = new Set(order);
  return { order, unordered: graph.steps.filter((step) => !placed.has(step)) };
}
