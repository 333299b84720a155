import { edgePort } from '@syncline/model';
import { ArrowDown, ArrowUp, Cable, Copy, PanelRight, Plus, Trash2, Unplug } from 'lucide-react';
import { useCanvasStore } from '../canvas/CanvasContext.tsx';
import { speak } from '../canvas/canvasStore.ts';
import { deleteChosen } from '../canvas/changeSteps.ts';
import { freePort } from '../canvas/connect.ts';
import { definitionsOf, wayTitle } from '../canvas/definitions.ts';
import { duplicateSteps } from '../canvas/duplicate.ts';
import { titleOf } from '../canvas/titleOf.ts';
import { useDoc, useOpenFlow } from '../flow/FlowContext.tsx';
import type { MenuEntry } from '../parts/MenuEntries.tsx';
import { moveInLine, neighboursInLine } from './moveInLine.ts';

/** What can be done with one step without a pointer: each entry says what it did. */
export function useStepMenu(name: string): MenuEntry[] {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const document = useDoc((state) => state.document);
  const definitions = definitionsOf(open.catalogue);
  const { doc, ui } = open;
  const port = freePort(document, name, definitions);
  const { before, after } = neighboursInLine(document, name, definitions);
  const outgoing = document.edges.filter((edge) => edge[0] === name);
  const move = (direction: 'before' | 'after') => {
    moveInLine(open, name, direction);
    speak(store, `Moved ${titleOf(open, name)}.`);
  };
  return [
    { label: 'Open', icon: PanelRight, keys: 'Enter', onSelect: () => ui.getState().openStep(name) },
    ...(port === null
      ? []
      : [
          {
            label: 'Add a step after it',
            icon: Plus,
            onSelect: () => store.setState({ picker: { task: { kind: 'add', from: { name, port } } } }),
          },
          {
            label: 'Connect to…',
            icon: Cable,
            keys: 'c',
            onSelect: () => store.setState({ picker: { task: { kind: 'connect', from: name } } }),
          },
        ]),
    ...outgoing.map((edge): MenuEntry => {
      const way = edgePort(edge) === 'out' ? '' : ` (${wayTitle(document, name, edgePort(edge))})`;
      return {
        label: `Disconnect from ${titleOf(open, edge[1])}${way}`,
        icon: Unplug,
        onSelect: () => {
          const to = titleOf(open, edge[1]);
          doc.getState().disconnect([edge]);
          speak(store, `${titleOf(open, name)} no longer goes to ${to}.`);
        },
      };
    }),
    ...(before
      ? [{ label: `Move before ${titleOf(open, before)}`, icon: ArrowUp, onSelect: () => move('before') }]
      : []),
    ...(after
      ? [{ label: `Move after ${titleOf(open, after)}`, icon: ArrowDown, onSelect: () => move('after') }]
      : []),
    'separator',
    { label: 'Duplicate', icon: Copy, keys: 'd', onSelect: () => void duplicateSteps(doc, [name], [22, 96]) },
    {
      label: 'Delete',
      icon: Trash2,
      danger: true,
      keys: 'Delete',
      onSelect: () => {
        const title = titleOf(open, name);
        deleteChosen(open, [name], []);
        speak(store, `Deleted ${title}. Undo brings it back.`);
      },
    },
  ];
}
