import { edgePort, type FlowDocument, type FlowEdge, mainPort } from '@syncline/model';
import type { Edge } from 'reactflow';
import { type Definitions, isBranch } from './definitions.ts';

export type CanvasEdge = Edge<Record<string, never>, 'flow'>;

const nothing: Record<string, never> = {};

/** Names hold no "|", so the id can be read back. @example edgeId(['a', 'b']) // 'a|out|b' */
export const edgeId = (edge: FlowEdge): string => `${edge[0]}|${edgePort(edge)}|${edge[1]}`;

/** The arrow a canvas id stands for, if the document has it. */
export function findEdge(document: FlowDocument, id: string): FlowEdge | undefined {
  return document.edges.find((edge) => edgeId(edge) === id);
}

/** @example toEdge('vip', 'members', 'yes') // ['vip', 'members', 'yes'] */
export const toEdge = (from: string, to: string, port: string | null | undefined): FlowEdge =>
  port === null || port === undefined || port === mainPort ? [from, to] : [from, to, port];

/** The document's arrows for the canvas; objects of `before` that still hold are used again. */
export function buildEdges(
  before: ReadonlyMap<string, CanvasEdge>,
  document: FlowDocument,
  definitions: Definitions,
  selected: ReadonlySet<string>,
): CanvasEdge[] {
  return document.edges
    .filter(([from, to]) => document.nodes[from] && document.nodes[to])
    .map((edge) => {
      const id = edgeId(edge);
      const sourceHandle = isBranch(document, edge[0], definitions) ? edgePort(edge) : mainPort;
      const old = before.get(id);
      if (old && old.selected === selected.has(id) && old.sourceHandle === sourceHandle) return old;
      return {
        id,
        type: 'flow',
        source: edge[0],
        sourceHandle,
        target: edge[1],
        targetHandle: 'in',
        data: nothing,
        selected: selected.has(id),
      };
    });
}
