import type { FlowGraph } from '../graph/flowGraph.ts';
import type { Steps } from '../steps/readSteps.ts';
import { isMap, passesOn } from './passesOn.ts';

/** `null` = several destinations, or a step that changes records once more. */
type Leads = string | null | undefined;

/**
 * For each map step that writes for exactly one destination, directly or through steps that only sort records out: that
 * destination. Its fields are then what the map has to fill.
 *
 * @example mapTargets(graph, order, steps).get('clean') // 'members'
 */
export function mapTargets(graph: FlowGraph, order: readonly string[], steps: Steps): Map<string, string> {
  const leads = new Map<string, Leads>();
  const targets = new Map<string, string>();
  for (const name of order.toReversed()) {
    const step = steps.get(name);
    const ahead = (graph.after.get(name) ?? []).map((link) => leads.get(link.to)).reduce(join, undefined);
    if (step?.role === 'destination') leads.set(name, name);
    else leads.set(name, passesOn(step) ? ahead : null);
    if (isMap(step) && typeof ahead === 'string') targets.set(name, ahead);
  }
  return targets;
}

function join(a: Leads, b: Leads): Leads {
  if (a === undefined) return b;
  return b === undefined || a === b ? a : null;
}
