import type { NodeCounts, Plan } from '@syncline/model';

/**
 * Every record that comes into a node leaves it or has one outcome there, and what leaves a node by a port arrives at
 * every step the port feeds.
 *
 * @param begin the step the records come from: a checkpoint that lets them go on is fed by nobody then.
 * @returns one sentence per breach; none when all records are accounted for.
 */
export function findImbalance(plan: Plan, counts: Record<string, NodeCounts>, begin?: string): string[] {
  const found: string[] = [];
  const arriving = new Map<string, number>();
  for (const step of plan.steps) {
    const own = counts[step.node] ?? { in: 0, out: 0, outcomes: {} };
    const ended = Object.values(own.outcomes).reduce((sum, records) => sum + (records ?? 0), 0);
    if (own.in !== own.out + ended) {
      found.push(`${step.node}: ${own.in} records in, but ${own.out} out and ${ended} ended`);
    }
    if (own.ports !== undefined) {
      const left = Object.values(own.ports).reduce((sum, records) => sum + records, 0);
      // A delete leaves a branch by every port, all else by one.
      if (left < own.out) found.push(`${step.node}: ${own.out} records out, but ${left} by its ports`);
    }
    const fed = arriving.get(step.node);
    if (fed !== undefined && fed !== own.in && step.node !== begin) {
      found.push(`${step.node}: ${fed} records sent to it, but ${own.in} came in`);
    }
    for (const [port, nexts] of Object.entries(step.next)) {
      const sent = own.ports === undefined ? own.out : (own.ports[port] ?? 0);
      for (const next of nexts) arriving.set(next, (arriving.get(next) ?? 0) + sent);
    }
  }
  return found;
}
