import { canonicalJson, type Plan } from '@syncline/model';
import { destinationBehind } from './destinationBehind.ts';

/**
 * The field by which the destination finds a record, should an edit have changed it: the ledger would then know one record
 * under the name of another. Null when all of them are as they were.
 */
export function changedIdentity(
  plan: Plan,
  checkpoint: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string | null {
  const destination = destinationBehind(plan, checkpoint);
  const key = plan.steps.find(({ node }) => node === destination)?.config.key;
  const names: unknown[] = Array.isArray(key) ? key : [key];
  const changed = names.find(
    (name) =>
      typeof name === 'string' && canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null),
  );
  return typeof changed === 'string' ? changed : null;
}
