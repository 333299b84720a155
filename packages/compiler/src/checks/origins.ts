import type { FlowGraph } from '../graph/flowGraph.ts';
import { passesOn } from '../schema/passesOn.ts';
import type { Steps } from '../steps/readSteps.ts';

/**
 * The steps that gave records the shape in which they reach `name`: its sources and maps, seen through steps that only
 * sort records out. By name.
 */
export function originsOf(graph: FlowGraph, steps: Steps, name: string): string[] {
  const origins = new Set<string>();
  const seen = new Set([name]);
  // A set hands out what is added while it is walked.
  for (const step of seen) {
    for (const { from } of graph.before.get(step) ?? []) {
      if (passesOn(steps.get(from))) seen.add(from);
      else origins.add(from);
    }
  }
  return [...origins].sort();
}
