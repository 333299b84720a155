import type { Diagnostic } from '@syncline/model';
import type { Steps } from './readSteps.ts';

/** Two steps of one title can't be told apart in a run. Said at each but the first. */
export function checkTitles(steps: Steps): Diagnostic[] {
  const first = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const { name, node } of steps.values()) {
    const title = node.title?.trim();
    if (!title) continue;
    const other = first.get(title.toLowerCase());
    if (other === undefined) first.set(title.toLowerCase(), name);
    else {
      found.push({
        severity: 'warning',
        code: 'step.same-title',
        node: name,
        title: `Two steps are called "${title}": ${other} and ${name}`,
        whatToDo: 'Give one of them another title, so that runs and failed records can be read.',
      });
    }
  }
  return found;
}
