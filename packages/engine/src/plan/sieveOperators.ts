import { type CompiledCondition, type Condition, compileCondition } from '@syncline/mapping';
import { mainPort, messageOf, type PlanStep } from '@syncline/model';
import {
  emptyResult,
  type Item,
  internalFailure,
  type Operator,
  type OperatorEnv,
  type StepResult,
} from './operator.ts';
import { inputSchema } from './stepSchemas.ts';

/** Lets on the records that fit. Deletes pass: whether there is anything to delete, the ledger knows better. */
export function filterOperator(step: PlanStep, env: OperatorEnv): Operator {
  // The compiler parsed it by the node's own schema.
  const { where } = step.config as { where: Condition };
  const decide = decider(where, step, env);
  const place = (result: StepResult, item: Item, verdict: Verdict) => {
    if (verdict instanceof Error) fail(result, item, verdict);
    else if (verdict) pass(result, item, mainPort);
    else result.filtered.push(item);
  };
  return (input) => {
    const result = emptyResult(input, [mainPort]);
    const upserts = passDeletes(result, input, [mainPort]);
    const verdicts = decide(upserts);
    const placeAll = (all: Verdict[]) => {
      upserts.forEach((item, index) => {
        place(result, item, all[index] ?? false);
      });
      return inOrder(result);
    };
    return verdicts instanceof Promise ? verdicts.then(placeAll) : placeAll(verdicts);
  };
}

const otherwisePort = 'else';

/** Sends each record down the first path that fits. */
export function branchOperator(step: PlanStep, env: OperatorEnv): Operator {
  // The compiler parsed it by the node's own schema.
  const { paths } = step.config as { paths: { name: string; where: Condition }[] };
  const ports = [...paths.map(({ name }) => name), otherwisePort];
  const deciders = paths.map(({ name, where }) => ({ name, decide: decider(where, step, env) }));
  return async (input) => {
    const result = emptyResult(input, ports);
    let rest = passDeletes(result, input, ports);
    for (const { name, decide } of deciders) {
      const verdicts = await decide(rest);
      rest = rest.filter((item, index) => {
        const verdict = verdicts[index] ?? false;
        if (verdict instanceof Error) fail(result, item, verdict);
        else if (verdict) pass(result, item, name);
        return verdict === false;
      });
    }
    for (const item of rest) pass(result, item, otherwisePort);
    return inOrder(result);
  };
}

export type Verdict = boolean | Error;

/** Decides a page of records at once; what a condition can't be decided for has the error in its place. */
export function decider(where: Condition, step: PlanStep, { plan, now, expressions }: OperatorEnv) {
  const condition = compileCondition(where, { source: inputSchema(plan, step.node), now });
  if (condition.slow) {
    return (items: Item[]): Promise<Verdict[]> =>
      condition.testAll(
        items.map(({ record }) => record),
        expressions,
      );
  }
  return (items: Item[]): Verdict[] => items.map(({ record }) => decideOne(condition, record));
}

function decideOne(condition: CompiledCondition, record: Item['record']): Verdict {
  try {
    return condition.test(record);
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(messageOf(thrown));
  }
}

function passDeletes(result: StepResult, input: Item[], ports: readonly string[]): Item[] {
  return input.filter((item) => {
    if (item.change.op !== 'delete') return true;
    for (const port of ports) result.output.get(port)?.push(item);
    result.left += 1;
    return false;
  });
}

function pass(result: StepResult, item: Item, port: string): void {
  result.output.get(port)?.push(item);
  result.left += 1;
}

export function fail(result: StepResult, item: Item, thrown: Error): void {
  const isOfExpression = 'code' in thrown && thrown.code === 'mapping.expression-failed';
  result.failed.push(
    isOfExpression
      ? { item, code: 'mapping.expression', field: null, message: thrown.message }
      : internalFailure(item, thrown),
  );
}

function inOrder(result: StepResult): StepResult {
  for (const items of result.output.values()) items.sort((a, b) => a.place - b.place);
  return result;
}
