import { canConnect } from '@syncline/compiler';
import type { CatalogueNode, FlowEdge, FlowNode } from '@syncline/model';
import { freeName } from '../flow/edits.ts';
import type { OpenFlow } from '../flow/FlowContext.tsx';
import { card } from './cardSize.ts';
import { freePort } from './connect.ts';
import { definitionsOf } from './definitions.ts';
import { edgeId, findEdge, toEdge } from './flowEdges.ts';
import { heightOf, isNote, noteIndex, placeOf } from './flowNodes.ts';

type Point = { x: number; y: number };

const gap = { x: 64, y: 26 };

/** Does several edits as one entry of the history. */
export function asOneEntry(doc: OpenFlow['doc'], edit: () => void): void {
  const { document, bindings } = doc.getState();
  const history = doc.temporal.getState();
  // Inside another such edit: the outer one writes the entry.
  if (!history.isTracking) {
    edit();
    return;
  }
  history.pause();
  try {
    edit();
  } finally {
    history.resume();
  }
  if (doc.getState().document === document) return;
  doc.temporal.setState(({ pastStates }) => ({
    pastStates: [...pastStates.slice(-199), { document, bindings }],
    futureStates: [],
  }));
}

export interface NewStep {
  entry: CatalogueNode;
  at?: Point;
  /** It follows this step. */
  from?: { name: string; port: string | null };
  /** It feeds this step. */
  before?: string;
  /** It goes into this arrow. */
  into?: string;
}

/** Adds a step of a type and selects it; gives its name. One entry of the history, lines included. */
export function addStep({ doc, ui, catalogue }: OpenFlow, wish: NewStep, middle: Point): string {
  const { document } = doc.getState();
  const definitions = definitionsOf(catalogue);
  const { entry, from, before } = wish;
  const name = freeName(document.nodes, entry.type.split('.')[0] ?? entry.type);
  const node: FlowNode = { type: entry.type, version: entry.version, config: {} };
  const into = wish.into === undefined ? undefined : findEdge(document, wish.into);
  const wanted = wish.at ?? placeNear(document, from?.name, before, middle);
  const at = freePlace(document, definitions, wanted, wish.at !== undefined);
  asOneEntry(doc, () => {
    const actions = doc.getState();
    if (into && entry.ports.in > 0 && entry.ports.out.length > 0) {
      actions.insertNode(name, node, [at.x, at.y], into);
      return;
    }
    actions.addNode(name, node, [at.x, at.y]);
    const edge = from
      ? toEdge(from.name, name, from.port)
      : before === undefined
        ? null
        : toEdge(name, before, freePort(doc.getState().document, name, definitions));
    const fits =
      edge && canConnect(doc.getState().document, edge[0], edge[2] ?? null, edge[1], definitions).ok;
    if (edge && fits) actions.connect(edge);
  });
  ui.getState().openStep(name);
  return name;
}

function placeNear(
  document: OpenDocument,
  from: string | undefined,
  before: string | undefined,
  middle: Point,
) {
  if (from !== undefined && document.nodes[from]) {
    const place = placeOf(document, from);
    return { x: place.x + card.width + gap.x, y: place.y };
  }
  if (before !== undefined && document.nodes[before]) {
    const place = placeOf(document, before);
    return { x: place.x - card.width - gap.x, y: place.y };
  }
  // The first step stands left of the middle: a flow grows to the right.
  const aside = Object.keys(document.nodes).length === 0 ? 360 : 0;
  return { x: middle.x - card.width / 2 - aside, y: middle.y - card.height / 2 };
}

type OpenDocument = ReturnType<OpenFlow['doc']['getState']>['document'];

/** The wished place, or the first one below it where no card lies. A place a person pointed at is taken as it is. */
function freePlace(
  document: OpenDocument,
  definitions: ReturnType<typeof definitionsOf>,
  wanted: Point,
  pointedAt: boolean,
): Point {
  let { x, y } = { x: Math.round(wanted.x), y: Math.round(wanted.y) };
  if (pointedAt) return { x, y };
  const names = Object.keys(document.nodes);
  const blocking = () =>
    names.find((name) => {
      const place = placeOf(document, name);
      const clearX = Math.abs(place.x - x) >= card.width + 16;
      return (
        !clearX && y < place.y + heightOf(document, name, definitions) + 12 && y + card.height + 12 > place.y
      );
    });
  for (let name = blocking(); name !== undefined; name = blocking())
    y = placeOf(document, name).y + heightOf(document, name, definitions) + gap.y;
  return { x, y };
}

/** Puts a loose step into an arrow. */
export function insertIntoEdge({ doc }: OpenFlow, name: string, edge: FlowEdge): void {
  asOneEntry(doc, () => {
    const { disconnect, connect, document } = doc.getState();
    if (!document.nodes[name]) return;
    disconnect([edge]);
    connect(toEdge(edge[0], name, edge[2]));
    connect([name, edge[1]]);
  });
}

/** Deletes steps, notes and arrows in one entry. A step in the middle of a line leaves the line whole. */
export function deleteChosen(
  { doc, ui }: OpenFlow,
  ids: readonly string[],
  edgeIds: readonly string[],
): void {
  asOneEntry(doc, () => {
    const { document, disconnect, removeNodes, setFlow } = doc.getState();
    const edges = document.edges.filter((edge) => edgeIds.includes(edgeId(edge)));
    if (edges.length > 0) disconnect(edges);
    const steps = ids.filter((id) => document.nodes[id]);
    if (steps.length > 0) removeNodes(steps);
    const gone = new Set(ids.filter(isNote).map(noteIndex));
    if (gone.size > 0) setFlow({ notes: (document.notes ?? []).filter((_note, index) => !gone.has(index)) });
  });
  const { open } = ui.getState();
  ui.getState().set({
    selection: [],
    selectedEdges: [],
    ...(open !== null && !doc.getState().document.nodes[open] ? { open: null } : {}),
  });
}

/** Moves steps and notes in one entry. */
export function moveChosen({ doc }: Pick<OpenFlow, 'doc'>, places: Record<string, [number, number]>): void {
  asOneEntry(doc, () => {
    const { document, moveNodes, setFlow } = doc.getState();
    const steps = Object.fromEntries(Object.entries(places).filter(([id]) => document.nodes[id]));
    if (Object.keys(steps).length > 0) moveNodes(steps);
    if (Object.keys(places).some(isNote)) {
      const notes = (document.notes ?? []).map((note, index) => {
        const at = places[`note:${index}`];
        return at ? { ...note, at } : note;
      });
      setFlow({ notes });
    }
  });
}

/** Adds an empty note and selects it; it takes the focus by itself. */
export function addNote({ doc, ui }: OpenFlow, at: Point): void {
  const notes = doc.getState().document.notes ?? [];
  doc.getState().setFlow({ notes: [...notes, { text: '', at: [Math.round(at.x), Math.round(at.y)] }] });
  ui.getState().set({ selection: [`note:${notes.length}`], selectedEdges: [] });
}
