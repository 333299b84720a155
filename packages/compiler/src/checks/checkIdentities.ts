import type { Diagnostic } from '@syncline/model';
import type { Steps } from '../steps/readSteps.ts';
import type { Identities } from './traceIdentities.ts';

/** Destinations in which records of different identities meet: the same thing would be written once for each. */
export function checkIdentities(steps: Steps, at: ReadonlyMap<string, Identities>): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const step of steps.values()) {
    const known = step.role === 'destination' ? at.get(step.name)?.known : undefined;
    if (!known || known.size < 2) continue;
    const ways = [...known]
      .slice(0, 4)
      .map(([key, source]) => `${steps.get(source)?.label ?? source} by ${key}`);
    found.push({
      severity: 'warning',
      code: 'destination.different-identities',
      node: step.name,
      title: `Records that meet in ${step.label} are told apart differently: ${ways.join(', ')}`,
      whatToDo:
        'Set one key for them in a map step. Until then the newer state of a record cannot win, because its two keys count as two records.',
    });
  }
  return found;
}
