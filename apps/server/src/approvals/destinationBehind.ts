import type { Plan, PlanStep } from '@syncline/model';

/** Transforms that let records on as they are. */
const sieves: ReadonlySet<string> = new Set(['filter', 'branch']);

const keepsRecords = ({ role, type }: PlanStep): boolean => role === 'checkpoint' || sieves.has(type);

/**
 * The first destination to which a checkpoint hands its records as they are; null when a step in between makes others of
 * them, so that what the destination holds can't be compared.
 *
 * @example destinationBehind(plan, 'review') // 'members'
 */
export function destinationBehind({ steps }: Plan, node: string): string | null {
  const byName = new Map(steps.map((step) => [step.node, step]));
  const seen = new Set<string>();
  const open = [node];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const name of Object.values(byName.get(next)?.next ?? {}).flat()) {
      const step = byName.get(name);
      if (step === undefined || seen.has(name)) continue;
      seen.add(name);
      if (step.role === 'destination') return name;
      if (keepsRecords(step)) open.push(name);
    }
  }
  return null;
}
