import { type Connectable, canConnect } from '@syncline/compiler';
import { type FlowDocument, isFeeder } from '@syncline/model';
import { card } from './cardSize.ts';
import { type Definitions, waysOf } from './definitions.ts';
import { toEdge } from './flowEdges.ts';
import { heightOf, placeOf } from './flowNodes.ts';
import { orderOf } from './flowOrder.ts';

/** Where a line began: a step, its port, and whether records leave or enter there. */
export interface LineStart {
  nodeId: string;
  id?: string | null;
  type: 'source' | 'target';
}

/** Whether the line may end at a step, in words when not. */
export function judgeConnection(
  document: FlowDocument,
  start: LineStart,
  other: string,
  definitions: Definitions,
): Connectable {
  if (start.type === 'source')
    return canConnect(document, start.nodeId, start.id ?? null, other, definitions);
  return canConnect(document, other, freePort(document, other, definitions), start.nodeId, definitions);
}

/** The arrow such a line makes. */
export function edgeOf(document: FlowDocument, start: LineStart, other: string, definitions: Definitions) {
  return start.type === 'source'
    ? toEdge(start.nodeId, other, start.id)
    : toEdge(other, start.nodeId, freePort(document, other, definitions));
}

/** The first way out nothing leaves by, else the first. Null for a step without ways out. */
export function freePort(document: FlowDocument, name: string, definitions: Definitions): string | null {
  const { out } = waysOf(document, name, definitions);
  const taken = new Set(document.edges.filter((edge) => edge[0] === name).map((edge) => edge[2] ?? 'out'));
  return out.find((port) => !taken.has(port)) ?? out[0] ?? null;
}

/** The step whose card lies under a point of the canvas, the one drawn last. */
export function stepAt(
  document: FlowDocument,
  definitions: Definitions,
  point: { x: number; y: number },
  except?: string,
): string | null {
  const margin = 6;
  for (const name of orderOf(document).names.toReversed()) {
    if (name === except) continue;
    const { x, y } = placeOf(document, name);
    if (point.x < x - margin || point.x > x + card.width + margin || point.y < y - margin) continue;
    if (point.y <= y + heightOf(document, name, definitions) + margin) return name;
  }
  return null;
}

/** Steps a step may be connected to next, in flow order. */
export function fittingSteps(document: FlowDocument, from: string, definitions: Definitions): string[] {
  const port = freePort(document, from, definitions);
  return orderOf(document).names.filter((name) => canConnect(document, from, port, name, definitions).ok);
}

/** Whether a new step of this type can follow (or, for a line drawn backwards, feed) the one a line began at. */
export function fitsNew(type: string, side: 'after' | 'before', definitions: Definitions): boolean {
  const role = definitions.entry(type)?.role;
  if (role === undefined) return false;
  return side === 'after' ? !isFeeder(role) : role !== 'destination';
}
