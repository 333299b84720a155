import { asks, type Diagnostic } from '@syncline/model';
import type { FlowGraph } from '../graph/flowGraph.ts';
import { stepsAfter } from '../graph/reach.ts';
import type { Step, Steps } from '../steps/readSteps.ts';

/**
 * What a trigger needs beside it: the step it names to ask again has to be able to answer, and something has to read
 * everything now and then, because senders give up on events and nobody hears of those.
 */
export function checkPairing(graph: FlowGraph, steps: Steps): Diagnostic[] {
  const triggers = [...steps.values()].filter(({ role }) => role === 'trigger');
  return triggers.flatMap((trigger) => {
    const named = trigger.config?.fetchFrom;
    if (typeof named === 'string') {
      const problem = badAsker(trigger, named, steps);
      // A step that can be asked can also read everything: it is the pair.
      return problem === null ? [] : [problem];
    }
    const mayMiss = trigger.definition?.capabilities?.mayMiss === true;
    return mayMiss && !isPaired(trigger, graph, steps) ? [unpaired(trigger)] : [];
  });
}

function badAsker({ name, label }: Step, named: string, steps: Steps): Diagnostic | null {
  const say = (title: string, whatToDo: string): Diagnostic => ({
    severity: 'error',
    code: 'trigger.fetch-from',
    node: name,
    path: 'fetchFrom',
    title,
    whatToDo,
  });
  const able = [...steps.values()].filter(canFetch).map((step) => step.name);
  const choose =
    able.length > 0 ? `Name one of: ${able.join(', ')}.` : 'Add a schedule that reads these records.';
  const step = steps.get(named);
  if (step === undefined)
    return say(`${label} reads records again from ${named}, which is no step of this flow`, choose);
  // Its own error says what is wrong with it.
  if (step.role === null || step.config === null || canFetch(step)) return null;
  return say(`${step.label} can not be asked for single records, as ${label} wants it`, choose);
}

/** Whether single records can be read by this step as it is set. */
export function canFetch(step: Step | undefined): boolean {
  if (!step?.role || !asks(step.role)) return false;
  const { fetches, fetchNeeds } = step.definition?.capabilities ?? {};
  if (fetches !== true) return false;
  // Its own error says what is wrong with settings that can't be read.
  return (
    fetchNeeds === undefined ||
    step.config === null ||
    fetchNeeds.some((field) => step.config?.[field] !== undefined)
  );
}

/** Whether a step that reads by itself leads to some place where this trigger's records end. */
function isPaired(trigger: Step, graph: FlowGraph, steps: Steps): boolean {
  const ends = stepsAfter(graph, [trigger.name]);
  return [...steps.values()].some(
    ({ name, role }) =>
      role !== null && asks(role) && [...stepsAfter(graph, [name])].some((after) => ends.has(after)),
  );
}

function unpaired({ name, label }: Step): Diagnostic {
  return {
    severity: 'warning',
    code: 'trigger.unpaired',
    node: name,
    title: `Events that never reach ${label} can not be noticed`,
    whatToDo:
      'Add a schedule that reads the same records and leads to the same destination. What was lost is then found and repaired.',
  };
}
