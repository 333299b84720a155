import { canConnect } from '@syncline/compiler';
import { edgePort, type FlowDocument, type FlowEdge } from '@syncline/model';
import { freePort } from './connect.ts';
import { type Definitions, waysOf } from './definitions.ts';
import { edgeId, toEdge } from './flowEdges.ts';
import { nextOf } from './flowOrder.ts';

/** What would make a refused line possible, and the one press that does it. */
export type Remedy = { words: string; button: string } & (
  | { kind: 'connect'; edge: FlowEdge }
  /** A step is put into the line there already is. */
  | { kind: 'insert'; into: string }
);

/**
 * The step that makes a refused line fit: what feeds a destination can also feed its neighbour, what follows a source can
 * take the records meant for it, and between two that are connected already there is room for a step.
 */
export function findRemedy(
  document: FlowDocument,
  from: string,
  to: string,
  definitions: Definitions,
  title: (step: string) => string,
): Remedy | null {
  if (from === to) return null;
  const known = document.edges.find((edge) => edge[0] === from && edge[1] === to);
  if (known) {
    return {
      kind: 'insert',
      into: edgeId(known),
      words: 'A mapping, filter or branch can stand between them.',
      button: 'Put a step between',
    };
  }
  const fits = (edge: FlowEdge) => canConnect(document, edge[0], edgePort(edge), edge[1], definitions).ok;
  if (waysOf(document, from, definitions).out.length === 0) {
    const into = document.edges.find((edge) => edge[1] === from && fits(toEdge(edge[0], to, edge[2])));
    if (!into) return null;
    return {
      kind: 'connect',
      edge: toEdge(into[0], to, into[2]),
      words: `${title(into[0])} feeds it and can feed ${title(to)}, too.`,
      button: `Connect ${title(into[0])}`,
    };
  }
  if (waysOf(document, to, definitions).in > 0) return null;
  const port = freePort(document, from, definitions);
  const follower = nextOf(document, to).find((step) => fits(toEdge(from, step, port)));
  if (follower === undefined) return null;
  return {
    kind: 'connect',
    edge: toEdge(from, follower, port),
    words: `${title(follower)} takes its records and can take these, too.`,
    button: `Connect to ${title(follower)}`,
  };
}
