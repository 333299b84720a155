import type { NodeCounts, Outcome } from '@syncline/model';

/** Counts of one page, node by node. */
export interface Counts {
  in(node: string, records: number): void;
  out(node: string, records: number): void;
  /** Records that took one of several ways out; counted beside `out`. */
  port(node: string, port: string, records: number): void;
  outcome(node: string, outcome: Outcome, records?: number): void;
  /** Counted beside the outcome. */
  ambiguous(node: string, records: number): void;
  all(): Record<string, NodeCounts>;
}

/** @example const counts = createCounts(); counts.in('clean', 3); counts.all().clean?.in // 3 */
export function createCounts(): Counts {
  const nodes = new Map<string, NodeCounts>();
  const of = (node: string): NodeCounts => {
    const known = nodes.get(node);
    if (known !== undefined) return known;
    const fresh: NodeCounts = { in: 0, out: 0, outcomes: {} };
    nodes.set(node, fresh);
    return fresh;
  };
  return {
    in: (node, records) => {
      of(node).in += records;
    },
    out: (node, records) => {
      of(node).out += records;
    },
    port: (node, port, records) => {
      const counts = of(node);
      counts.ports ??= {};
      counts.ports[port] = (counts.ports[port] ?? 0) + records;
    },
    outcome: (node, outcome, records = 1) => {
      const { outcomes } = of(node);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + records;
    },
    ambiguous: (node, records) => {
      const counts = of(node);
      counts.ambiguous = (counts.ambiguous ?? 0) + records;
    },
    all: () => Object.fromEntries(nodes),
  };
}

/** Adds the counts of one page to those of a run. */
export function addCounts(total: Record<string, NodeCounts>, page: Record<string, NodeCounts>): void {
  for (const [node, counts] of Object.entries(page)) {
    const sum = total[node] ?? { in: 0, out: 0, outcomes: {} };
    total[node] = sum;
    sum.in += counts.in;
    sum.out += counts.out;
    for (const [outcome, records] of Object.entries(counts.outcomes)) {
      // Object.entries loses the key type of a partial record.
      const name = outcome as Outcome;
      sum.outcomes[name] = (sum.outcomes[name] ?? 0) + (records ?? 0);
    }
    if (counts.ambiguous !== undefined) sum.ambiguous = (sum.ambiguous ?? 0) + counts.ambiguous;
    for (const [port, records] of Object.entries(counts.ports ?? {})) {
      sum.ports ??= {};
      sum.ports[port] = (sum.ports[port] ?? 0) + records;
    }
  }
}
