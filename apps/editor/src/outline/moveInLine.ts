import type { FlowDocument, FlowEdge } from '@syncline/model';
import { asOneEntry, moveChosen } from '../canvas/changeSteps.ts';
import { type Definitions, definitionsOf, isBranch } from '../canvas/definitions.ts';
import { toEdge } from '../canvas/flowEdges.ts';
import { placeOf } from '../canvas/flowNodes.ts';
import type { OpenFlow } from '../flow/FlowContext.tsx';

/** A step with one way in and one way out, so that it can change places in its line. */
function isInLine(document: FlowDocument, name: string, definitions: Definitions): boolean {
  const role = definitions.entry(document.nodes[name]?.type ?? '')?.role;
  const into = document.edges.filter((edge) => edge[1] === name).length;
  const outOf = document.edges.filter((edge) => edge[0] === name).length;
  const between = role === 'transform' || role === 'checkpoint';
  return between && into === 1 && outOf === 1 && !isBranch(document, name, definitions);
}

/** The steps a step of a line can change places with. */
export function neighboursInLine(
  document: FlowDocument,
  name: string,
  definitions: Definitions,
): { before: string | null; after: string | null } {
  if (!isInLine(document, name, definitions)) return { before: null, after: null };
  const before = document.edges.find((edge) => edge[1] === name)?.[0];
  const after = document.edges.find((edge) => edge[0] === name)?.[1];
  return {
    before: before && isInLine(document, before, definitions) ? before : null,
    after: after && isInLine(document, after, definitions) ? after : null,
  };
}

/** Changes places with the step before or after it in its line, on the canvas as well. One entry of the history. */
export function moveInLine(
  { doc, catalogue }: Pick<OpenFlow, 'doc' | 'catalogue'>,
  name: string,
  direction: 'before' | 'after',
): void {
  const { document } = doc.getState();
  const neighbours = neighboursInLine(document, name, definitionsOf(catalogue));
  const other = neighbours[direction];
  if (!other) return;
  const [first, second] = direction === 'before' ? [other, name] : [name, other];
  const into = document.edges.find((edge) => edge[1] === first);
  const between = document.edges.find((edge) => edge[0] === first);
  const outOf = document.edges.find((edge) => edge[0] === second);
  if (!into || !between || !outOf) return;
  const places = { first: placeOf(document, first), second: placeOf(document, second) };
  const edges: FlowEdge[] = [toEdge(into[0], second, into[2]), [second, first], [first, outOf[1]]];
  asOneEntry(doc, () => {
    doc.getState().disconnect([into, between, outOf]);
    for (const edge of edges) doc.getState().connect(edge);
    moveChosen(
      { doc },
      { [first]: [places.second.x, places.second.y], [second]: [places.first.x, places.first.y] },
    );
  });
}
