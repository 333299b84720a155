import type { CrossingConfig } from '@syncline/mapping';
import type { PlanStep } from '@syncline/model';
import { emptyResult, type Item, type Operator, type OperatorEnv, type StepResult } from './operator.ts';
import { decider, fail, type Verdict } from './sieveOperators.ts';

/**
 * Says of each record whether the condition holds. Whether it has just come true, only the ledger knows, so the way ends
 * here. Deletes stay as they are.
 */
export function crossingOperator(step: PlanStep, env: OperatorEnv): Operator {
  // The compiler parsed it by the node's own schema.
  const { where } = step.config as CrossingConfig;
  const decide = decider(where, step, env);
  return (input) => {
    const verdicts = decide(input);
    return verdicts instanceof Promise ? verdicts.then((all) => keep(input, all)) : keep(input, verdicts);
  };
}

function keep(input: Item[], verdicts: readonly Verdict[]): StepResult {
  const result = emptyResult(input, []);
  const kept: Item[] = [];
  input.forEach((item, index) => {
    const verdict = verdicts[index] ?? false;
    if (item.change.op === 'delete') kept.push(item);
    else if (verdict instanceof Error) fail(result, item, verdict);
    else kept.push({ ...item, holds: verdict });
  });
  return { ...result, kept };
}
