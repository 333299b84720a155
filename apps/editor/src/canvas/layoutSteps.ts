import { Graph, layout } from '@dagrejs/dagre';

export interface TidyTask {
  steps: readonly { name: string; width: number; height: number }[];
  edges: readonly (readonly [from: string, to: string])[];
}

export type TidyPlaces = Record<string, [number, number]>;

/** Places for all steps, left to right along the flow. Runs in a worker. */
export function layoutSteps({ steps, edges }: TidyTask): TidyPlaces {
  const graph = new Graph();
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 34,
    ranksep: 64,
    ranker: steps.length > 200 ? 'tight-tree' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name, width, height } of steps) graph.setNode(name, { width, height });
  for (const [from, to] of edges) graph.setEdge(from, to);
  layout(graph);
  return Object.fromEntries(
    steps.map(({ name, width, height }) => {
      const { x = 0, y = 0 } = graph.node(name) ?? {};
      return [name, [Math.round(x - width / 2), Math.round(y - height / 2)]];
    }),
  );
}
