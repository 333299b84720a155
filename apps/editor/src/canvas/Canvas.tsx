import { lazyPart } from '../parts/lazyPart.ts';
import 'reactflow/dist/base.css';
import './canvas.css';
import { Suspense, useEffect, useMemo, useRef } from 'react';
import {
  type EdgeTypes,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useStore as useFlowStore,
  useReactFlow,
} from 'reactflow';
import { useDoc, useOpenFlow, useUi } from '../flow/FlowContext.tsx';
import { useCanvas, ZoomLevelContext } from './CanvasContext.tsx';
import { CanvasMap } from './CanvasMap.tsx';
import { ConnectionPointer } from './ConnectionPointer.tsx';
import { zoomLevel } from './canvasStore.ts';
import { DockGhost } from './DockGhost.tsx';
import { Dots } from './Dots.tsx';
import { definitionsOf } from './definitions.ts';
import { FlowLine } from './FlowLine.tsx';
import { onFirstTouch } from './firstTouch.ts';
import { buildEdges, type CanvasEdge } from './flowEdges.ts';
import { buildNodes, type CanvasNode, placeOf } from './flowNodes.ts';
import { LazyNote } from './LazyNote.tsx';
import { Refusal } from './Refusal.tsx';
import { revealStep } from './reveal.ts';
import { StepCard } from './StepCard.tsx';
import { StepDock } from './StepDock.tsx';
import { useCanvasCommands } from './useCanvasCommands.ts';
import { useClipboard } from './useClipboard.ts';
import { useGestures } from './useGestures.ts';
import { useOpeningView } from './useOpeningView.ts';
import { ZoomControl } from './ZoomControl.tsx';

const loadPicker = () => import('./StepPicker.tsx');
const StepPicker = lazyPart(loadPicker);
const CanvasEmpty = lazyPart(() => import('./CanvasEmpty.tsx'));
const nodeTypes: NodeTypes = { step: StepCard, note: LazyNote };
const edgeTypes: EdgeTypes = { flow: FlowLine };
const panButtons = [1, 2];
const multiKeys = ['Shift', 'Meta', 'Control'];
const attribution = { hideAttribution: true };
const visibleOnlyAbove = 100;
const none: never[] = [];

/** The flow as a drawing. Everything on it is read from the stores; gestures write to them once, when they end. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Surface />
    </ReactFlowProvider>
  );
}

function Surface() {
  const { catalogue, doc } = useOpenFlow();
  const definitions = definitionsOf(catalogue);
  // The canvas root is the one place that may hold the whole document.
  const document = useDoc((state) => state.document);
  const selection = useUi((state) => state.selection);
  const selectedEdges = useUi((state) => state.selectedEdges);
  const root = useRef<HTMLElement>(null);
  const gestures = useGestures(root);
  const { moved } = gestures;
  const level = useFlowStore((state) => zoomLevel(state.transform[2]));
  useCanvasCommands(root, gestures);
  useClipboard(root);
  const picking = useCanvas((state) => state.picker !== null);
  useEffect(() => onFirstTouch(() => void loadPicker()), []);

  const oldNodes = useRef<ReadonlyMap<string, CanvasNode>>(new Map());
  const nodes = useMemo(
    () => buildNodes(oldNodes.current, document, definitions, new Set(selection), moved),
    [document, definitions, selection, moved],
  );
  const oldEdges = useRef<ReadonlyMap<string, CanvasEdge>>(new Map());
  const edges = useMemo(
    () => buildEdges(oldEdges.current, document, definitions, new Set(selectedEdges)),
    [document, definitions, selectedEdges],
  );
  useEffect(() => {
    oldNodes.current = new Map(nodes.map((node) => [node.id, node]));
    oldEdges.current = new Map(edges.map((edge) => [edge.id, edge]));
  }, [nodes, edges]);

  const stands = useOpeningView(nodes);

  // The panel that opens for a step must not cover it.
  const opened = useUi((state) => state.open);
  const flow = useReactFlow();
  useEffect(() => {
    if (opened === null) return;
    const timer = setTimeout(() => {
      const current = doc.getState().document;
      if (current.nodes[opened]) revealStep(flow, root.current, placeOf(current, opened));
    }, 80);
    return () => clearTimeout(timer);
  }, [opened, flow, doc]);

  const empty = nodes.length === 0;
  return (
    <ZoomLevelContext value={level}>
      <section
        ref={root}
        aria-label="Canvas"
        tabIndex={-1}
        className="relative h-full overflow-hidden bg-canvas outline-none"
      >
        <ReactFlow<CanvasNode, CanvasEdge>
          nodes={stands ? nodes : none}
          edges={stands ? edges : none}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={gestures.onNodesChange}
          onEdgesChange={gestures.onEdgesChange}
          onNodeClick={gestures.onNodeClick}
          onNodeDoubleClick={gestures.onNodeDoubleClick}
          onPaneClick={gestures.onPaneClick}
          onNodeDragStart={gestures.onNodeDragStart}
          onNodeDrag={gestures.onNodeDrag}
          onNodeDragStop={gestures.onNodeDragStop}
          onSelectionDragStop={gestures.onSelectionDragStop}
          onConnect={gestures.onConnect}
          onConnectEnd={gestures.onConnectEnd}
          onReconnect={gestures.onReconnect}
          edgesReconnectable={level !== 'block'}
          isValidConnection={gestures.isValidConnection}
          connectionLineComponent={ConnectionPointer}
          connectionRadius={28}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={multiKeys}
          selectionMode={SelectionMode.Partial}
          panOnDrag={gestures.boxSelect ? panButtons : true}
          zoomOnDoubleClick={false}
          minZoom={0.1}
          maxZoom={2}
          nodeDragThreshold={3}
          elevateNodesOnSelect
          onlyRenderVisibleElements={nodes.length > visibleOnlyAbove}
          proOptions={attribution}
        >
          <Dots />
        </ReactFlow>
        <ZoomControl />
        <StepDock root={root} />
        {!empty && <CanvasMap />}
        <Suspense fallback={null}>
          {empty && <CanvasEmpty />}
          {picking && <StepPicker root={root} />}
        </Suspense>
        <Refusal />
        <DockGhost />
      </section>
    </ZoomLevelContext>
  );
}
