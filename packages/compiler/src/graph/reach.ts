import type { FlowGraph } from './flowGraph.ts';

/** All steps that records of the given steps can come to, these included. */
export function stepsAfter(graph: FlowGraph, from: Iterable<string>): Set<string> {
  return walk(from, (step) => (graph.after.get(step) ?? []).map((link) => link.to));
}

/** All steps whose records can come to the given steps, these included. */
export function stepsBefore(graph: FlowGraph, to: Iterable<string>): Set<string> {
  return walk(to, (step) => (graph.before.get(step) ?? []).map((link) => link.from));
}

function walk(start: Iterable<string>, neighbours: (step: string) => string[]): Set<string> {
  const seen = new Set(start);
  // A set hands out what is added while it is walked.
  for (const step of seen) for (const near of neighbours(step)) seen.add(near);
  return seen;
}
