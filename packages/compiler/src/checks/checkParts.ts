import type { Diagnostic, FlowSettings } from '@syncline/model';
import type { FlowGraph } from '../graph/flowGraph.ts';
import type { Steps } from '../steps/readSteps.ts';
import { isWholeState } from './checkWholeState.ts';
import type { KeySetter } from './traceIdentities.ts';

/** Why a flow can't be shared by several workers. */
export interface SplitObstacle {
  node: string;
  title: string;
  whatToDo: string;
}

const keepKeys = 'Set parts to 1, or let each source keep its own key.';

/**
 * The first reason why the flow's records can't be split, or null when they can: a record's part is known before it is
 * mapped, since no map decides the key and no post carries several records, and nothing is replaced as a whole.
 */
export function findSplitObstacle(
  graph: FlowGraph,
  steps: Steps,
  setters: readonly KeySetter[],
): SplitObstacle | null {
  for (const step of steps.values()) {
    if (isWholeState(step) && graph.before.get(step.name)?.length !== 0) {
      const title = `each of them would replace all that ${step.label} holds`;
      return { node: step.name, title, whatToDo: 'Set parts to 1, or let the step keep what is there.' };
    }
  }
  for (const { name, label, role, config } of steps.values()) {
    const items = role === 'trigger' ? config?.items : undefined;
    if (typeof items === 'string' && items !== '') {
      const title = `${label} takes several records out of one post, so a record's part is not known in time`;
      return { node: name, title, whatToDo: keepKeys };
    }
  }
  const [first] = setters;
  if (!first) return null;
  const label = steps.get(first.map)?.label ?? first.map;
  const title = `${label} sets the key to ${first.key}, so a record's part is not known in time`;
  return { node: first.map, title, whatToDo: keepKeys };
}

/** More than one part needs a flow whose records can be split. */
export function checkParts(settings: FlowSettings, obstacle: SplitObstacle | null): Diagnostic[] {
  if (settings.parts === 1 || obstacle === null) return [];
  return [
    {
      severity: 'error',
      code: 'settings.parts',
      node: obstacle.node,
      title: `The flow cannot run in ${settings.parts} parts: ${obstacle.title}`,
      whatToDo: obstacle.whatToDo,
    },
  ];
}
