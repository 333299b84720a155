import type { Step } from '../steps/readSteps.ts';

const sieves: ReadonlySet<string> = new Set(['filter', 'branch']);

/** True for steps that let records on as they are: filter, branch, and people who say yes or no. */
export function passesOn(step: Step | undefined): boolean {
  if (step === undefined || isLink(step)) return false;
  return step.role === 'checkpoint' || sieves.has(step.node.type);
}

/** True for the step that keeps two sides equal: what leaves it has other fields on each way. */
export function isLink(step: Step | undefined): boolean {
  return step?.node.type === 'link' && step.role === 'checkpoint';
}

/** True for the step that turns records into others by its table. */
export function isMap(step: Step | undefined): boolean {
  return step?.node.type === 'map' && step.role === 'transform';
}
