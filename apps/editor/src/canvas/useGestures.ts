import { edgePort } from '@syncline/model';
import { type MouseEvent as ReactMouseEvent, type RefObject, useMemo, useState } from 'react';
import {
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  useReactFlow,
} from 'reactflow';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { useCanvasStore } from './CanvasContext.tsx';
import { speak } from './canvasStore.ts';
import { asOneEntry, insertIntoEdge, moveChosen } from './changeSteps.ts';
import { edgeOf, judgeConnection, stepAt } from './connect.ts';
import { definitionsOf } from './definitions.ts';
import { duplicateSteps } from './duplicate.ts';
import { edgeUnder } from './edgeUnder.ts';
import { type CanvasEdge, findEdge, toEdge } from './flowEdges.ts';
import { type CanvasNode, isNote, type MovedPlaces } from './flowNodes.ts';
import { findRemedy } from './remedy.ts';
import { titleOf } from './titleOf.ts';

const nowhere: MovedPlaces = {};

/**
 * What pointers do on the canvas. Places change in `moved` while a drag is under way and reach the document when it ends:
 * one entry of the history for each gesture.
 */
export function useGestures(root: RefObject<HTMLElement | null>) {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const [moved, setMoved] = useState<MovedPlaces>(nowhere);
  const [boxSelect, setBoxSelect] = useState(false);

  const handlers = useMemo(() => {
    const { doc, ui, catalogue } = open;
    const definitions = definitionsOf(catalogue);
    const focusStep = (name: string) =>
      root.current
        ?.querySelector<HTMLElement>(`[data-step="${CSS.escape(name)}"]`)
        ?.focus({ preventScroll: true });

    const settle = (nodes: readonly CanvasNode[]) => {
      const places = Object.fromEntries(
        nodes.map(({ id, position }): [string, [number, number]] => [
          id,
          [Math.round(position.x), Math.round(position.y)],
        ]),
      );
      const { dropEdge } = store.getState();
      asOneEntry(doc, () => {
        moveChosen({ doc }, places);
        const edge = dropEdge === null ? undefined : findEdge(doc.getState().document, dropEdge);
        const [only] = nodes;
        if (edge && only) {
          insertIntoEdge(open, only.id, edge);
          speak(
            store,
            `${titleOf(open, only.id)} now stands between ${titleOf(open, edge[0])} and ${titleOf(open, edge[1])}.`,
          );
        }
      });
      store.setState({ dropEdge: null });
      setMoved(nowhere);
    };

    /** Only a step with nothing on either side can be put into a line. */
    const isLoose = (name: string) =>
      !isNote(name) && !doc.getState().document.edges.some((edge) => edge[0] === name || edge[1] === name);

    return {
      onNodesChange(changes: NodeChange<CanvasNode>[]) {
        const places: Record<string, { x: number; y: number }> = {};
        let selection: Set<string> | null = null;
        for (const change of changes) {
          if (change.type === 'position' && change.position && change.dragging)
            places[change.id] = change.position;
          if (change.type !== 'select') continue;
          selection ??= new Set(ui.getState().selection);
          if (change.selected) selection.add(change.id);
          else selection.delete(change.id);
        }
        if (Object.keys(places).length > 0) setMoved((before) => ({ ...before, ...places }));
        if (selection) ui.getState().set({ selection: [...selection] });
      },
      onEdgesChange(changes: EdgeChange<CanvasEdge>[]) {
        const selected = new Set(ui.getState().selectedEdges);
        for (const change of changes) {
          if (change.type !== 'select') continue;
          if (change.selected) selected.add(change.id);
          else selected.delete(change.id);
        }
        ui.getState().selectEdges([...selected]);
      },
      onNodeClick(event: ReactMouseEvent, node: CanvasNode) {
        if (isNote(node.id)) return;
        focusStep(node.id);
        if (!event.shiftKey && !event.metaKey && !event.ctrlKey) ui.getState().openStep(node.id);
      },
      onNodeDoubleClick(_event: ReactMouseEvent, node: CanvasNode) {
        if (!isNote(node.id)) ui.getState().openStep(node.id);
      },
      onPaneClick() {
        ui.getState().set({ selection: [], selectedEdges: [], open: null });
        store.setState({ picker: null, refusal: null });
        root.current?.focus({ preventScroll: true });
      },
      onNodeDragStart(event: MouseEvent | TouchEvent, _node: CanvasNode, nodes: CanvasNode[]) {
        if (!event.altKey) return;
        // Alt-drag leaves a copy where the step was and goes on with the step itself.
        duplicateSteps(
          doc,
          nodes.map(({ id }) => id),
          [0, 0],
        );
      },
      onNodeDrag(event: MouseEvent | TouchEvent, node: CanvasNode, nodes: CanvasNode[]) {
        if (nodes.length !== 1 || !isLoose(node.id)) return;
        const point = pointOf(event);
        const id = point ? edgeUnder(point.clientX, point.clientY) : null;
        if (store.getState().dropEdge !== id) store.setState({ dropEdge: id });
      },
      onNodeDragStop(_event: MouseEvent | TouchEvent, _node: CanvasNode, nodes: CanvasNode[]) {
        settle(nodes);
      },
      onSelectionDragStop(_event: ReactMouseEvent, nodes: CanvasNode[]) {
        settle(nodes);
      },
      isValidConnection(connection: Connection | CanvasEdge) {
        const { document } = doc.getState();
        const { source, target, sourceHandle } = connection;
        return judgeConnection(
          document,
          { nodeId: source, id: sourceHandle ?? null, type: 'source' },
          target,
          definitions,
        ).ok;
      },
      onConnect(connection: Connection) {
        const { source, target, sourceHandle } = connection;
        doc.getState().connect(toEdge(source, target, sourceHandle));
        speak(store, `${titleOf(open, source)} now goes to ${titleOf(open, target)}.`);
      },
      onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
        if (state.isValid || !state.fromHandle) return;
        const point = pointOf(event);
        if (!point) return;
        const at = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY });
        const { document } = doc.getState();
        const start = {
          nodeId: state.fromHandle.nodeId,
          id: state.fromHandle.id ?? null,
          type: state.fromHandle.type,
        };
        const over = state.toNode?.id ?? stepAt(document, definitions, at);
        const screen = placeIn(root.current, point.clientX, point.clientY);
        if (over !== null && over !== start.nodeId) {
          const judged = judgeConnection(document, start, over, definitions);
          if (judged.ok) {
            const edge = edgeOf(document, start, over, definitions);
            doc.getState().connect(edge);
            speak(store, `${titleOf(open, edge[0])} now goes to ${titleOf(open, edge[1])}.`);
          } else {
            const [from, to] = start.type === 'source' ? [start.nodeId, over] : [over, start.nodeId];
            const remedy = findRemedy(document, from, to, definitions, (name) => titleOf(open, name));
            store.setState({ refusal: { reason: judged.reason, remedy, ...screen } });
            speak(store, `Not connected. ${judged.reason} ${remedy?.words ?? ''}`.trim());
          }
          return;
        }
        if (over !== null) return;
        const wish =
          start.type === 'source'
            ? { from: { name: start.nodeId, port: start.id ?? 'out' } }
            : { before: start.nodeId };
        store.setState({
          refusal: null,
          picker: { task: { kind: 'add', ...wish }, at: { x: at.x, y: at.y - 37 }, screen },
        });
      },
      onReconnect(old: CanvasEdge, connection: Connection) {
        const before = findEdge(doc.getState().document, old.id);
        if (!before) return;
        const after = toEdge(connection.source, connection.target, connection.sourceHandle);
        if (before[0] === after[0] && before[1] === after[1] && edgePort(before) === edgePort(after)) return;
        asOneEntry(doc, () => {
          doc.getState().disconnect([before]);
          doc.getState().connect(after);
        });
        speak(store, `${titleOf(open, after[0])} now goes to ${titleOf(open, after[1])}.`);
      },
    };
  }, [open, store, flow, root]);

  return { ...handlers, moved, setMoved, boxSelect, setBoxSelect };
}

export type Gestures = ReturnType<typeof useGestures>;

const pointOf = (event: MouseEvent | TouchEvent) =>
  'changedTouches' in event ? event.changedTouches[0] : event;

/** Where a point of the window lies inside the canvas. */
function placeIn(root: HTMLElement | null, x: number, y: number): { x: number; y: number } {
  const box = root?.getBoundingClientRect();
  return { x: x - (box?.left ?? 0), y: y - (box?.top ?? 0) };
}
