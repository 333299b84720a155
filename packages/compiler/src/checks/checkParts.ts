import type { Diagnostic, FlowSettings } from '@syncline/model';
import type { Steps } from '../steps/readSteps.ts';
import type { KeySetter } from './traceIdentities.ts';

/** Why a flow can't be shared by several workers. */
export interface SplitObstacle {
  node: string;
  title: string;
}

/**
 * The first reason why a record's part isn't known before it is mapped, or null when it always is: no map decides the
 * key, and no post carries several records.
 */
export function findSplitObstacle(steps: Steps, setters: readonly KeySetter[]): SplitObstacle | null {
  for (const { name, label, role, config } of steps.values()) {
    const items = role === 'trigger' ? config?.items : undefined;
    if (typeof items === 'string' && items !== '') {
      return { node: name, title: `${label} takes several records out of one post` };
    }
  }
  const [first] = setters;
  if (!first) return null;
  return {
    node: first.map,
    title: `${steps.get(first.map)?.label ?? first.map} sets the key to ${first.key}`,
  };
}

/** More than one part needs a flow whose records have their part before mapping. */
export function checkParts(settings: FlowSettings, obstacle: SplitObstacle | null): Diagnostic[] {
  if (settings.parts === 1 || obstacle === null) return [];
  return [
    {
      severity: 'error',
      code: 'settings.parts',
      node: obstacle.node,
      title: `The flow cannot run in ${settings.parts} parts: ${obstacle.title}, so a record's part is not known in time`,
      whatToDo: 'Set parts to 1, or let each source keep its own key.',
    },
  ];
}
