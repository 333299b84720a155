/** One arrow of a flow: records go from `from` by its way out `port` to `to`. */
export interface Link {
  from: string;
  to: string;
  port: string;
}

/** Who feeds whom. Steps and arrows are sorted by name, so that no answer depends on the order of the file. */
export interface FlowGraph {
  steps: readonly string[];
  /** Arrows that leave a step. */
  after: ReadonlyMap<string, readonly Link[]>;
  /** Arrows that reach a step. */
  before: ReadonlyMap<string, readonly Link[]>;
}

/** @example buildGraph(['a', 'b'], [{ from: 'a', to: 'b', port: 'out' }]).before.get('b') // the arrow from a */
export function buildGraph(steps: Iterable<string>, links: Iterable<Link>): FlowGraph {
  const sorted = [...steps].sort();
  const after = new Map<string, Link[]>(sorted.map((step) => [step, []]));
  const before = new Map<string, Link[]>(sorted.map((step) => [step, []]));
  for (const link of [...links].sort(compareLinks)) {
    // An arrow to a step that isn't there is no arrow; who built the list has said so already.
    if (!after.has(link.from) || !before.has(link.to)) continue;
    after.get(link.from)?.push(link);
    before.get(link.to)?.push(link);
  }
  return { steps: sorted, after, before };
}

/** Order of two texts by code point, the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function compareLinks(a: Link, b: Link): number {
  return compareText(a.from, b.from) || compareText(a.to, b.to) || compareText(a.port, b.port);
}
