import { createHash } from 'node:crypto';
import { type FlowDocument, type FlowSummary, logicOf } from '@syncline/model';

/** Hash of what a flow does; layout and notes don't count. */
export function hashLogic(document: FlowDocument): string {
  return createHash('sha256').update(logicOf(document)).digest('base64url').slice(0, 22);
}

/** The flow's little picture: nodes so that each stands after what feeds it. Cycles keep the order they were drawn in. */
export function shapeOf(document: FlowDocument): FlowSummary['shape'] {
  const names = Object.keys(document.nodes);
  const edges = document.edges
    .map((edge): [string, string] => [edge[0], edge[1]])
    .filter(([from, to]) => from in document.nodes && to in document.nodes);
  const placed: string[] = [];
  const left = new Set(names);
  while (left.size > 0) {
    const free = [...left].filter((name) => !edges.some(([from, to]) => to === name && left.has(from)));
    for (const name of free.length > 0 ? free : [...left]) {
      placed.push(name);
      left.delete(name);
    }
  }
  return { nodes: placed.map((name) => ({ name, type: document.nodes[name]?.type ?? '' })), edges };
}
