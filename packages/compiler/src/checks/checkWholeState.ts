import { type Diagnostic, isFeeder, listens } from '@syncline/model';
import type { FlowGraph } from '../graph/flowGraph.ts';
import { stepsBefore } from '../graph/reach.ts';
import type { Step, Steps } from '../steps/readSteps.ts';

/** Whether each run replaces what this destination holds, as its type says for its settings. */
export function isWholeState({ config, definition }: Step): boolean {
  const fields = definition?.capabilities?.wholeState;
  if (fields === undefined || config === null) return false;
  return Object.entries(fields).every(([field, values]) => values.some((value) => value === config[field]));
}

/** What each run replaces makes sense only when each run brings everything. */
export function checkWholeState(graph: FlowGraph, steps: Steps): Diagnostic[] {
  return [...steps.values()].filter(isWholeState).flatMap((step) => {
    const before = stepsBefore(graph, [step.name]);
    const feeders = [...steps.values()].filter(
      ({ name, role }) => role !== null && isFeeder(role) && before.has(name),
    );
    const keepers = [...steps.values()].filter(({ name, role }) => role === 'checkpoint' && before.has(name));
    const found = [
      ...keepers.map((keeper) => keptBack(step, keeper)),
      ...feeders.filter(bringsChanges).map((feeder) => onlyChanges(step, feeder)),
    ];
    return feeders.length > 1 ? [...found, severalSources(step, feeders)] : found;
  });
}

function bringsChanges({ role, config, definition }: Step): boolean {
  if (role !== null && listens(role)) return true;
  return definition?.capabilities?.incremental === true && config?.mode === 'incremental';
}

/** What a checkpoint lets on later belongs to no run that reads everything, so it would replace all the rest. */
function keptBack({ name, label, definition }: Step, keeper: Step): Diagnostic {
  const [field] = Object.keys(definition?.capabilities?.wholeState ?? {});
  return {
    severity: 'error',
    code: 'destination.behind-checkpoint',
    node: name,
    ...(field === undefined ? {} : { path: field }),
    title: `Each run replaces ${label}, so it would hold only what ${keeper.label} let on last`,
    whatToDo: `Remove ${keeper.label}, or let ${label} keep what is there.`,
  };
}

function onlyChanges({ name, label }: Step, feeder: Step): Diagnostic {
  return {
    severity: 'warning',
    code: 'destination.only-changes',
    node: name,
    title: `Each run replaces ${label}, and ${feeder.label} brings only what changed: it would hold only that`,
    whatToDo: 'Feed it by a schedule that reads everything, or let it keep what is there.',
  };
}

function severalSources({ name, label }: Step, feeders: readonly Step[]): Diagnostic {
  const names = feeders.map((feeder) => feeder.label).join(', ');
  return {
    severity: 'warning',
    code: 'destination.several-sources',
    node: name,
    title: `Each run replaces ${label}, so it would hold only what the last of ${names} brought`,
    whatToDo: 'Give each source a destination of its own, or let this one keep what is there.',
  };
}
