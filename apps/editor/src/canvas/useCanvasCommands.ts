import { type RefObject, useMemo } from 'react';
import { useReactFlow } from 'reactflow';
import type { Command } from '../commands/registry.ts';
import { useCommands } from '../commands/useCommands.ts';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { showToast } from '../parts/toast.ts';
import { useCanvasStore } from './CanvasContext.tsx';
import { type PickerTask, speak } from './canvasStore.ts';
import { deleteChosen, moveChosen } from './changeSteps.ts';
import { freePort } from './connect.ts';
import { definitionsOf } from './definitions.ts';
import { duplicateSteps } from './duplicate.ts';
import { isNote, noteIndex, placeOf } from './flowNodes.ts';
import { createMoveBurst } from './moveBurst.ts';
import { type Direction, stepBeside } from './nextStep.ts';
import { revealStep } from './reveal.ts';
import { titleOf } from './titleOf.ts';
import type { Gestures } from './useGestures.ts';

const group = 'Canvas';
const arrows: readonly [key: string, direction: Direction, word: string, x: number, y: number][] = [
  ['ArrowRight', 'right', 'right', 1, 0],
  ['ArrowLeft', 'left', 'left', -1, 0],
  ['ArrowDown', 'down', 'down', 0, 1],
  ['ArrowUp', 'up', 'up', 0, -1],
];
const moveBy = 22;

/** Everything a keyboard does on the canvas, as commands: palette, tooltips and the sheet of keys show them too. */
export function useCanvasCommands(root: RefObject<HTMLElement | null>, { setMoved }: Gestures): void {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const flow = useReactFlow();
  const burst = useMemo(() => createMoveBurst(open), [open]);
  const { doc, ui } = open;

  const here = () => {
    const active = document.activeElement;
    const surface = root.current;
    // Around the canvas means nowhere in particular: the page was just opened.
    return active === null || (surface !== null && (active.contains(surface) || surface.contains(active)));
  };
  /** Keys that also mean something to buttons act only on a step or on the empty canvas. */
  const onStep = () => {
    const active = document.activeElement;
    return (
      active === root.current ||
      (active instanceof HTMLElement && active.dataset.step !== undefined && here())
    );
  };
  const current = () => {
    const active = document.activeElement;
    const focused = active instanceof HTMLElement ? active.dataset.step : undefined;
    return focused ?? ui.getState().selection.find((name) => doc.getState().document.nodes[name]) ?? null;
  };
  const chosen = () => {
    const { selection } = ui.getState();
    const focused = current();
    return selection.length > 0 ? selection : focused === null ? [] : [focused];
  };
  const focusStep = (name: string, tries = 30) => {
    requestAnimationFrame(() => {
      const step = root.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(name)}"]`);
      if (step) step.focus({ preventScroll: true });
      // In a large flow a step is only drawn once the view has moved to it.
      else if (tries > 0) focusStep(name, tries - 1);
    });
  };
  const show = (name: string) => revealStep(flow, root.current, placeOf(doc.getState().document, name));
  const goTo = (name: string | null) => {
    if (name === null) return;
    const { open: opened } = ui.getState();
    ui.getState().set({ selection: [name], selectedEdges: [], ...(opened === null ? {} : { open: name }) });
    show(name);
    focusStep(name);
  };
  const ask = (task: PickerTask) => {
    const name = task.kind === 'find' ? null : current();
    const place = name === null ? null : placeOf(doc.getState().document, name);
    const box = root.current?.getBoundingClientRect();
    const screen = place && flow.flowToScreenPosition({ x: place.x + 190, y: place.y });
    store.setState({
      picker: {
        task,
        ...(screen && { screen: { x: screen.x - (box?.left ?? 0), y: screen.y - (box?.top ?? 0) } }),
      },
    });
  };
  const add = () => {
    const name = current();
    const { document: flowDocument } = doc.getState();
    const port =
      name === null || !flowDocument.nodes[name]
        ? null
        : freePort(flowDocument, name, definitionsOf(open.catalogue));
    ask({ kind: 'add', ...(name !== null && port !== null && { from: { name, port } }) });
  };
  const remove = () => {
    const ids =
      ui.getState().selectedEdges.length > 0 && ui.getState().selection.length === 0 ? [] : chosen();
    const { selectedEdges } = ui.getState();
    const [only] = ids;
    const words =
      ids.length === 1 && only && !isNote(only) ? titleOf(open, only) : countWords(ids, selectedEdges);
    const { document: flowDocument } = doc.getState();
    const near = flowDocument.edges.find((edge) => edge[1] === only)?.[0];
    deleteChosen(open, ids, selectedEdges);
    speak(store, `Deleted ${words}. Undo brings it back.`);
    if (near && doc.getState().document.nodes[near]) focusStep(near);
    else root.current?.focus({ preventScroll: true });
  };
  const tidy = async () => {
    const { animatePlaces, findTidyPlaces } = await import('./tidy.ts');
    const { document: flowDocument } = doc.getState();
    const from = Object.fromEntries(
      Object.keys(flowDocument.nodes).map((name) => [name, placeOf(flowDocument, name)]),
    );
    const places = await findTidyPlaces(flowDocument, definitionsOf(open.catalogue));
    animatePlaces(from, places, setMoved, () => {
      moveChosen({ doc }, places);
      setMoved({});
      void flow.fitView({ padding: 0.18, maxZoom: 1, duration: 180 });
      speak(store, 'The steps are in order now. Undo brings the old places back.');
    });
  };
  const tryTidy = () => {
    tidy().catch((error: Error) =>
      showToast({ kind: 'failed', title: 'The layout did not change', detail: error.message }),
    );
  };
  const sayPlace = () => {
    const name = current();
    if (name === null || isNote(name)) return;
    const { x, y } = placeOf(doc.getState().document, name);
    speak(store, `${titleOf(open, name)} at ${Math.round(x)}, ${Math.round(y)}.`);
  };
  const duplicate = () => {
    const ids = chosen();
    const names = duplicateSteps(doc, ids, [moveBy, 96]);
    const notes = doc.getState().document.notes ?? [];
    const copies = ids.filter(isNote).flatMap((id) => notes[noteIndex(id) ?? -1] ?? []);
    if (copies.length > 0)
      doc.getState().setFlow({
        notes: [
          ...notes,
          ...copies.map((note) => ({
            ...note,
            at: [note.at[0] + moveBy, note.at[1] + moveBy] as [number, number],
          })),
        ],
      });
    if (names.length === 0) return;
    ui.getState().set({ selection: names, selectedEdges: [] });
    speak(store, names.length === 1 ? `Duplicated as ${names[0]}.` : `Duplicated ${names.length} steps.`);
    if (names[0]) focusStep(names[0]);
  };
  const anyChosen = () => here() && (chosen().length > 0 || ui.getState().selectedEdges.length > 0);

  const commands: Command[] = [
    { id: 'canvas.add', title: 'Add a step', group, keys: '/', when: here, run: add },
    {
      id: 'canvas.addTab',
      title: 'Add a step, from the empty canvas',
      group,
      keys: 'Tab',
      when: () => document.activeElement === root.current,
      run: add,
    },
    {
      id: 'canvas.open',
      title: 'Open the step',
      group,
      keys: 'Enter',
      when: () => onStep() && current() !== null,
      run: () => openStep(current()),
    },
    {
      id: 'canvas.connect',
      title: 'Connect the step to…',
      group,
      keys: 'c',
      when: () => here() && current() !== null,
      run: () => ask({ kind: 'connect', from: current() ?? '' }),
    },
    { id: 'canvas.duplicate', title: 'Duplicate', group, keys: 'd', when: anyChosen, run: duplicate },
    { id: 'canvas.delete', title: 'Delete', group, keys: 'Delete', when: anyChosen, run: remove },
    {
      id: 'canvas.deleteBack',
      title: 'Delete, with Backspace',
      group,
      keys: 'Backspace',
      when: anyChosen,
      run: remove,
    },
    { id: 'canvas.find', title: 'Find a step', group, keys: '$mod+f', run: () => ask({ kind: 'find' }) },
    {
      id: 'canvas.all',
      title: 'Select all steps',
      group,
      keys: '$mod+a',
      when: here,
      run: () => ui.getState().set({ selection: Object.keys(doc.getState().document.nodes) }),
    },
    { id: 'canvas.tidy', title: 'Tidy the layout', group, keys: 'Shift+T', run: tryTidy },
    {
      id: 'canvas.fit',
      title: 'Fit the flow to the view',
      group,
      keys: 'Shift+1',
      run: () => void flow.fitView({ padding: 0.18, maxZoom: 1, duration: 180 }),
    },
    ...arrows.flatMap(([key, direction, word, x, y]): Command[] => [
      {
        id: `canvas.go.${direction}`,
        title: `Go to the step ${sideWords[word]}`,
        group,
        keys: key,
        when: onStep,
        run: () => goTo(stepBeside(doc.getState().document, current(), direction)),
      },
      {
        id: `canvas.move.${direction}`,
        title: `Move the step ${word}`,
        group,
        keys: `Alt+${key}`,
        when: () => here() && chosen().length > 0,
        run: () => {
          const name = current();
          if (ui.getState().selection.length === 0 && name !== null) ui.getState().set({ selection: [name] });
          if (burst(x * moveBy, y * moveBy)) sayPlace();
        },
      },
    ]),
  ];
  const openStep = (name: string | null) => {
    if (name === null) return;
    ui.getState().openStep(name);
    // The panel may have to load first; it takes the focus when it is there.
    setTimeout(() => document.querySelector<HTMLElement>('[data-inspector]')?.focus(), 60);
  };
  useCommands(commands);
}

const sideWords: Record<string, string> = {
  right: 'on the right',
  left: 'on the left',
  down: 'below',
  up: 'above',
};

function countWords(ids: readonly string[], edges: readonly string[]): string {
  if (ids.length === 0) return edges.length === 1 ? 'the connection' : `${edges.length} connections`;
  return ids.length === 1 ? 'the note' : `${ids.length} steps`;
}
