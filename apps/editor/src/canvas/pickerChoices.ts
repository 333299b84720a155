import type { LucideIcon } from 'lucide-react';
import type { OpenFlow } from '../flow/FlowContext.tsx';
import type { Category } from '../parts/Tile.tsx';
import { stepLook } from '../runs/stepLook.ts';
import type { PickerTask } from './canvasStore.ts';
import { fitsNew, fittingSteps } from './connect.ts';
import { definitionsOf } from './definitions.ts';
import { families, groupOf } from './families.ts';
import { findEdge } from './flowEdges.ts';
import { orderOf } from './flowOrder.ts';

export interface Choice {
  id: string;
  title: string;
  hint: string;
  group: string;
  icon: LucideIcon;
  category: Category;
}

// In the order records meet them.
const roles = ['sync', 'trigger', 'schedule', 'transform', 'checkpoint', 'destination'];

/** Title of the list, and what to say when nothing is in it. */
export function pickerWords(
  task: PickerTask,
  title: (name: string) => string,
): { label: string; empty: string } {
  switch (task.kind) {
    case 'add':
      if (task.from)
        return { label: `What next after ${title(task.from.name)}`, empty: 'No step has this name.' };
      if (task.before) return { label: `What feeds ${title(task.before)}`, empty: 'No step has this name.' };
      return {
        label: families.find(({ id }) => id === task.family)?.title ?? 'Add a step',
        empty: 'No step has this name.',
      };
    case 'connect':
      return {
        label: `Connect ${title(task.from)} to`,
        empty: 'No other step can follow this one. Add one with /.',
      };
    case 'find':
      return { label: 'Find a step', empty: 'No step of this flow has this name.' };
  }
}

/** Everything a list offers, before anything is typed. */
export function pickerChoices(
  { doc, catalogue }: Pick<OpenFlow, 'doc' | 'catalogue'>,
  task: PickerTask,
): Choice[] {
  const { document } = doc.getState();
  const definitions = definitionsOf(catalogue);
  const existing = (names: readonly string[]) =>
    names.map((name): Choice => {
      const node = document.nodes[name];
      const look = stepLook(name, node, definitions.entry(node?.type ?? ''));
      return { id: name, hint: `${look.system} ${name}`.trim(), group: '', ...look };
    });
  if (task.kind === 'connect') return existing(fittingSteps(document, task.from, definitions));
  if (task.kind === 'find') return existing(orderOf(document).names);
  const family = families.find(({ id }) => id === task.family);
  const into = task.into === undefined ? undefined : findEdge(document, task.into);
  return catalogue.nodes
    .filter((entry) => family?.has(entry) ?? true)
    .filter((entry) => !task.from || fitsNew(entry.type, 'after', definitions) || family !== undefined)
    .filter((entry) => !task.before || fitsNew(entry.type, 'before', definitions))
    .filter((entry) => !into || family !== undefined || (entry.ports.in > 0 && entry.ports.out.length > 0))
    .toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role))
    .map((entry) => {
      const look = stepLook(entry.type, undefined, entry);
      return {
        id: entry.type,
        title: entry.title,
        hint: entry.doc,
        group: groupOf(entry),
        icon: look.icon,
        category: look.category,
      };
    });
}

/** The choices a typed text finds; every word must be in title, group or hint, titles first. */
export function filterChoices(choices: readonly Choice[], text: string): Choice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...choices];
  const ranked = choices.flatMap((choice) => {
    const title = choice.title.toLowerCase();
    const all = `${title} ${choice.id} ${choice.group} ${choice.hint}`.toLowerCase();
    if (!words.every((word) => all.includes(word))) return [];
    return [
      {
        choice,
        rank: title.startsWith(words[0] ?? '') ? 0 : words.every((word) => title.includes(word)) ? 1 : 2,
      },
    ];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ choice }) => choice);
}
