import { isFeeder, type Plan, type PlanStep } from '@syncline/model';

/** Steps a record can get to from this one in one go: not beyond a checkpoint, where another path begins. */
export function stepsAfter({ steps }: Plan, node: string): PlanStep[] {
  const reached = new Set([node]);
  // In topological order, so one walk finds them all.
  for (const step of steps) {
    if (!reached.has(step.node) || (step.role === 'checkpoint' && step.node !== node)) continue;
    for (const next of Object.values(step.next).flat()) reached.add(next);
  }
  return steps.filter((step) => step.node !== node && reached.has(step.node));
}

/** All steps a record may ever get to from this one, beyond checkpoints too. */
export function stepsBehind({ steps }: Plan, node: string): PlanStep[] {
  const reached = new Set([node]);
  for (const step of steps)
    if (reached.has(step.node)) for (const next of Object.values(step.next).flat()) reached.add(next);
  return steps.filter((step) => step.node !== node && reached.has(step.node));
}

/** Feeders whose records get to this step in one go. */
export function feedersOf(plan: Plan, node: string): PlanStep[] {
  return plan.steps
    .filter(({ role }) => isFeeder(role))
    .filter((feeder) => stepsAfter(plan, feeder.node).some((step) => step.node === node));
}
