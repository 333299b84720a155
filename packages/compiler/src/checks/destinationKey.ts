import type { RecordSchema } from '@syncline/model';
import * as z from 'zod';
import type { Step } from '../steps/readSteps.ts';

const keySchema = z.union([
  z
    .string()
    .min(1)
    .transform((name) => [name]),
  z.array(z.string().min(1)).min(1),
]);

/** Fields by which a destination finds a record again: as set in the step, else as the system itself says. */
export function destinationKey(step: Step, accepts: RecordSchema): string[] {
  const set = keySchema.safeParse(step.config?.key);
  return set.success ? set.data : accepts.key;
}

/**
 * Whether a destination has to know such a field: it updates what is there and its settings speak of a key. One that only
 * appends or posts has no use for it.
 */
export function needsKey(step: Step): boolean {
  if (!step.definition?.capabilities?.writes?.includes('upsert')) return false;
  const shape: unknown = Reflect.get(step.definition.config, 'shape');
  return typeof shape === 'object' && shape !== null && Object.hasOwn(shape, 'key');
}
