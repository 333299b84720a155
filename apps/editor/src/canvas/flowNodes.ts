import type { FlowDocument } from '@syncline/model';
import { type Node, Position } from 'reactflow';
import { card, cardHeight, noteSize, portPlaces } from './cardSize.ts';
import { type Definitions, isBranch, waysOf } from './definitions.ts';
import { orderOf } from './flowOrder.ts';

export type CanvasNode = Node<Record<string, never>, 'step' | 'note'>;

/** Places that differ from the document while a gesture or an animation is under way. */
export type MovedPlaces = Readonly<Record<string, { x: number; y: number }>>;

const nothing: Record<string, never> = {};
// React Flow calls its wrappers "node" to screen readers; what is in them has its own words.
const unnamed = { 'aria-roledescription': undefined };
const noteId = /^note:(\d+)$/;

/** @example noteIndex('note:2') // 2 */
export const noteIndex = (id: string): number | null => {
  const match = noteId.exec(id);
  return match ? Number(match[1]) : null;
};
export const isNote = (id: string): boolean => noteId.test(id);

/** Where a step without a stored place goes: a line, in flow order. */
export function placeOf(document: FlowDocument, name: string): { x: number; y: number } {
  const stored = document.layout?.[name];
  if (stored) return { x: stored[0], y: stored[1] };
  return { x: (orderOf(document).at.get(name) ?? 0) * (card.width + 64), y: 0 };
}

export function heightOf(document: FlowDocument, name: string, definitions: Definitions): number {
  if (!isBranch(document, name, definitions)) return card.height;
  return cardHeight(waysOf(document, name, definitions).out.length);
}

/**
 * The canvas' picture of a document, in flow order, so that Tab follows the flow. An object of `before` is used again when
 * nothing about it changed: a drag then renders the dragged card and no other.
 */
export function buildNodes(
  before: ReadonlyMap<string, CanvasNode>,
  document: FlowDocument,
  definitions: Definitions,
  selection: ReadonlySet<string>,
  moved: MovedPlaces,
): CanvasNode[] {
  const nodes = orderOf(document).names.map((name) =>
    reuse(before.get(name), stepNode(document, name, definitions, selection.has(name), moved[name])),
  );
  for (const [index, note] of (document.notes ?? []).entries()) {
    const id = `note:${index}`;
    const place = moved[id] ?? { x: note.at[0], y: note.at[1] };
    const [width, height] = note.size ?? [noteSize.width, noteSize.height];
    nodes.push(
      reuse(before.get(id), {
        id,
        type: 'note',
        position: place,
        width,
        height,
        measured: { width, height },
        data: nothing,
        domAttributes: unnamed,
        selected: selection.has(id),
        zIndex: 0,
        connectable: false,
      }),
    );
  }
  return nodes;
}

function stepNode(
  document: FlowDocument,
  name: string,
  definitions: Definitions,
  selected: boolean,
  moved: { x: number; y: number } | undefined,
): CanvasNode {
  const rows = isBranch(document, name, definitions);
  const ports = waysOf(document, name, definitions);
  const height = cardHeight(rows ? ports.out.length : 0);
  return {
    id: name,
    type: 'step',
    position: moved ?? placeOf(document, name),
    width: card.width,
    height,
    measured: { width: card.width, height },
    // Given and not measured: lines to steps outside the window need them before those are drawn.
    handles: portPlaces(ports, rows).map((place) => ({
      ...place,
      position: place.type === 'source' ? Position.Right : Position.Left,
      width: card.port,
      height: card.port,
    })),
    data: nothing,
    domAttributes: unnamed,
    selected,
  };
}

function reuse(before: CanvasNode | undefined, next: CanvasNode): CanvasNode {
  if (!before) return next;
  const same =
    before.selected === next.selected &&
    before.width === next.width &&
    before.height === next.height &&
    before.position.x === next.position.x &&
    before.position.y === next.position.y &&
    before.handles?.length === next.handles?.length &&
    (before.handles ?? []).every((handle, index) => handle.id === next.handles?.[index]?.id);
  return same ? before : next;
}
