import type { OpenFlow } from '../flow/FlowContext.tsx';
import { type CanvasState, type CanvasStoreApi, speak } from './canvasStore.ts';
import { addStep } from './changeSteps.ts';
import { freePort } from './connect.ts';
import { definitionsOf } from './definitions.ts';
import { toEdge } from './flowEdges.ts';
import { titleOf } from './titleOf.ts';

/** Does what a list was open for with the entry chosen in it; gives the step that takes the focus. */
export function takeChoice(
  open: OpenFlow,
  store: CanvasStoreApi,
  { task, at }: NonNullable<CanvasState['picker']>,
  id: string,
  middle: { x: number; y: number },
): string | null {
  if (task.kind === 'find') {
    open.ui.getState().openStep(id);
    return id;
  }
  if (task.kind === 'connect') {
    const { document, connect } = open.doc.getState();
    connect(toEdge(task.from, id, freePort(document, task.from, definitionsOf(open.catalogue))));
    speak(store, `${titleOf(open, task.from)} now goes to ${titleOf(open, id)}.`);
    return task.from;
  }
  const entry = open.catalogue.nodes.find(({ type }) => type === id);
  if (!entry) return null;
  const name = addStep(
    open,
    {
      entry,
      ...(at && { at }),
      ...(task.from && { from: task.from }),
      ...(task.before !== undefined && { before: task.before }),
      ...(task.into !== undefined && { into: task.into }),
    },
    middle,
  );
  const follows = open.doc
    .getState()
    .document.edges.some((edge) => edge[0] === task.from?.name && edge[1] === name);
  speak(
    store,
    follows && task.from
      ? `Added ${titleOf(open, name)} after ${titleOf(open, task.from.name)}.`
      : `Added ${titleOf(open, name)}.`,
  );
  return name;
}
