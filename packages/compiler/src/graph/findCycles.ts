import { buildGraph, type FlowGraph, type Link } from './flowGraph.ts';
import { pathBetween } from './pathsTo.ts';

/**
 * One circle for each knot of steps that feed each other, beginning and ending with the first name of the knot. None
 * when the flow has an order.
 *
 * @example findCycles(graph) // [['clean', 'vip', 'clean']]
 */
export function findCycles(graph: FlowGraph): string[][] {
  const knots = findKnots(graph).filter((knot) => knot.length > 1);
  return knots
    .map((knot) => {
      const inside = new Set(knot);
      const links = knot.flatMap((step) => graph.after.get(step) ?? []).filter((link) => inside.has(link.to));
      const [first = ''] = knot.sort();
      return pathBetween(buildGraph(knot, links), first, first) ?? knot;
    })
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
}

/**
 * Steps grouped so that inside a group each leads to each other (Kosaraju): backwards from the step that was left last,
 * only its own knot can be reached among the steps not taken yet.
 */
function findKnots(graph: FlowGraph): string[][] {
  const taken = new Set<string>();
  return leavingOrder(graph)
    .reverse()
    .flatMap((step) => {
      if (taken.has(step)) return [];
      const knot = [step];
      taken.add(step);
      // A list hands out what is added while it is walked.
      for (const member of knot) {
        for (const { from } of graph.before.get(member) ?? []) {
          if (taken.has(from)) continue;
          taken.add(from);
          knot.push(from);
        }
      }
      return [knot];
    });
}

/** Steps in the order in which a walk into the depth is done with them. Without recursion: a flow may be long. */
function leavingOrder(graph: FlowGraph): string[] {
  const left: string[] = [];
  const entered = new Set<string>();
  const trail: { step: string; ahead: Iterator<Link> }[] = [];
  const enter = (step: string) => {
    if (entered.has(step)) return;
    entered.add(step);
    trail.push({ step, ahead: (graph.after.get(step) ?? []).values() });
  };
  for (const start of graph.steps) {
    enter(start);
    for (let place = trail.at(-1); place; place = trail.at(-1)) {
      const next = place.ahead.next();
      if (!next.done) enter(next.value.to);
      else left.push(trail.pop()?.step ?? place.step);
    }
  }
  return left;
}
