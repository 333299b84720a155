import type { RefObject } from 'react';
import { useCanvasStore } from '../canvas/CanvasContext.tsx';
import { speak } from '../canvas/canvasStore.ts';
import { deleteChosen } from '../canvas/changeSteps.ts';
import { freePort } from '../canvas/connect.ts';
import { definitionsOf } from '../canvas/definitions.ts';
import { duplicateSteps } from '../canvas/duplicate.ts';
import { titleOf } from '../canvas/titleOf.ts';
import { useCommands } from '../commands/useCommands.ts';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { moveInLine } from './moveInLine.ts';

const group = 'Outline';

/** The canvas' keys in the outline: the same keys do the same things. */
export function useOutlineCommands(list: RefObject<HTMLElement | null>): void {
  const open = useOpenFlow();
  const store = useCanvasStore();
  const { doc, catalogue } = open;
  const current = () => {
    const active = document.activeElement;
    return active instanceof HTMLElement && list.current?.contains(active)
      ? (active.dataset.step ?? null)
      : null;
  };
  const onStep = () => current() !== null;
  const go = (by: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-step]') ?? [])];
    const { activeElement } = document;
    const at = activeElement instanceof HTMLElement ? rows.indexOf(activeElement) : -1;
    rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
  };
  const move = (direction: 'before' | 'after') => {
    const name = current();
    if (name === null) return;
    moveInLine(open, name, direction);
    speak(store, `Moved ${titleOf(open, name)}.`);
  };
  const add = () => {
    const name = current();
    const port = name === null ? null : freePort(doc.getState().document, name, definitionsOf(catalogue));
    store.setState({
      picker: { task: { kind: 'add', ...(name !== null && port !== null && { from: { name, port } }) } },
    });
  };
  useCommands([
    { id: 'outline.add', title: 'Add a step', group, keys: '/', run: add },
    { id: 'outline.next', title: 'Next step', group, keys: 'ArrowDown', when: onStep, run: () => go(1) },
    {
      id: 'outline.previous',
      title: 'Previous step',
      group,
      keys: 'ArrowUp',
      when: onStep,
      run: () => go(-1),
    },
    {
      id: 'outline.earlier',
      title: 'Move the step earlier',
      group,
      keys: 'Alt+ArrowUp',
      when: onStep,
      run: () => move('before'),
    },
    {
      id: 'outline.later',
      title: 'Move the step later',
      group,
      keys: 'Alt+ArrowDown',
      when: onStep,
      run: () => move('after'),
    },
    {
      id: 'outline.connect',
      title: 'Connect the step to…',
      group,
      keys: 'c',
      when: onStep,
      run: () => store.setState({ picker: { task: { kind: 'connect', from: current() ?? '' } } }),
    },
    {
      id: 'outline.duplicate',
      title: 'Duplicate',
      group,
      keys: 'd',
      when: onStep,
      run: () => void duplicateSteps(doc, [current() ?? ''], [22, 96]),
    },
    {
      id: 'outline.delete',
      title: 'Delete',
      group,
      keys: 'Delete',
      when: onStep,
      run: () => {
        const name = current() ?? '';
        const title = titleOf(open, name);
        deleteChosen(open, [name], []);
        speak(store, `Deleted ${title}. Undo brings it back.`);
      },
    },
    {
      id: 'outline.find',
      title: 'Find a step',
      group,
      keys: '$mod+f',
      run: () => store.setState({ picker: { task: { kind: 'find' } } }),
    },
  ]);
}
