import { type Change, isFeeder, mainPort, type PlanStep, SyncError } from '@syncline/model';
import { crossingOperator } from './crossingOperator.ts';
import { mapOperator } from './mapOperator.ts';
import { emptyResult, type Item, type Operator, type OperatorEnv, type StepResult } from './operator.ts';
import { branchOperator, filterOperator } from './sieveOperators.ts';

export interface Operators {
  /** Takes a page from one feeder through the steps. Writes nothing: what reaches a destination is its input. */
  run(feeder: string, changes: readonly Change[]): Promise<Map<string, StepResult>>;
  /** Goes on with records from the way out of a feeder or a checkpoint, which lets them pass. */
  resume(node: string, items: Item[]): Promise<Map<string, StepResult>>;
}

/**
 * Compiles the steps of a plan into functions, once. Pure: runs in a worker and in a browser.
 *
 * @param upTo leave out everything that is not needed to know what this step does, and let checkpoints pass: a preview.
 * @throws Error when a step can't run, SyncError for a type of step this build doesn't know.
 * @example (await compileOperators({ plan, now, expressions: null }).run('changes', page)).get('members')?.input
 */
export function compileOperators(env: OperatorEnv, upTo?: string): Operators {
  const { steps } = env.plan;
  const needed = upTo === undefined ? null : stepsBefore(steps, upTo).add(upTo);
  const running = steps.filter(({ node }) => needed === null || needed.has(node));
  const isPreview = upTo !== undefined;
  const operators = new Map(running.map((step) => [step.node, operatorOf(step, env, isPreview)]));

  const resume = async (node: string, items: Item[]) => {
    const results = new Map<string, StepResult>();
    const arrivals = new Map<string, Item[]>([[node, items]]);
    for (const step of running) {
      const input = arrivals.get(step.node);
      const operator = step.node === node ? passOn : operators.get(step.node);
      if (input === undefined || operator === undefined) continue;
      const result = await operator(input);
      results.set(step.node, result);
      sendOn(step, result, arrivals);
    }
    return results;
  };

  return { run: (feeder, changes) => resume(feeder, changes.map(itemOf)), resume };
}

function sendOn(step: PlanStep, result: StepResult, arrivals: Map<string, Item[]>): void {
  for (const [port, items] of result.output) {
    for (const next of step.next[port] ?? []) {
      const there = arrivals.get(next);
      // Of records that come by several ways the order of arrival is what counts.
      arrivals.set(
        next,
        there === undefined ? items : [...there, ...items].sort((a, b) => a.place - b.place),
      );
    }
  }
}

function operatorOf(step: PlanStep, env: OperatorEnv, isPreview: boolean): Operator {
  if (isFeeder(step.role)) return passOn;
  if (step.role === 'destination') return endHere;
  if (step.role === 'checkpoint') return checkpointOperator(step, env, isPreview);
  switch (step.type) {
    case 'map':
      return mapOperator(step, env);
    case 'filter':
      return filterOperator(step, env);
    case 'branch':
      return branchOperator(step, env);
    default:
      throw new SyncError(
        'fatal',
        'run.internal',
        `this build can't run a step of type ${step.type} (${step.node})`,
      );
  }
}

/** The way of a record ends at a checkpoint; what it lets on begins anew. A preview shows what would come of it. */
function checkpointOperator(step: PlanStep, env: OperatorEnv, isPreview: boolean): Operator {
  if (step.type === 'crossing') return isPreview ? filterOperator(step, env) : crossingOperator(step, env);
  return isPreview ? passOn : endHere;
}

const endHere: Operator = (input) => emptyResult(input, []);

const passOn: Operator = (input) => {
  const result = emptyResult(input, [mainPort]);
  result.output.set(mainPort, input);
  result.left = input.length;
  return result;
};

function itemOf(change: Change, place: number): Item {
  return { place, key: change.key, change, record: change.record };
}

function stepsBefore(steps: readonly PlanStep[], node: string): Set<string> {
  const found = new Set<string>();
  // In topological order every step stands after those that feed it, so one walk from the end finds them all.
  for (const step of steps.toReversed()) {
    const feeds = Object.values(step.next).flat();
    if (feeds.some((next) => next === node || found.has(next))) found.add(step.node);
  }
  return found;
}
