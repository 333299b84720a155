import { type Diagnostic, findField, type RecordSchema } from '@syncline/model';
import type { Step } from '../steps/readSteps.ts';
import { checkDelivery } from './checkDelivery.ts';
import { checkSurplus } from './checkSurplus.ts';
import { destinationKey, needsKey } from './destinationKey.ts';

/** A step records come from, with what leaves it. */
export interface Origin {
  step: Step;
  schema: RecordSchema;
  /** Its table was checked against this very destination, so its fields need no second look. */
  mapped: boolean;
}

/** Whether a destination can tell records apart and gets the fields it can't do without. */
export function checkDestination(
  step: Step,
  accepts: RecordSchema,
  origins: readonly Origin[],
): Diagnostic[] {
  if (step.config === null) return [];
  const key = destinationKey(step, accepts);
  if (key.length === 0) return needsKey(step) ? [noKey(step)] : [];
  const found: Diagnostic[] = [];
  for (const field of new Set(key)) {
    if (!accepts.open && !findField(accepts, field)) found.push(unknownKey(step, field, accepts));
    for (const origin of origins) {
      if (!origin.schema.open && !findField(origin.schema, field))
        found.push(keyMissing(step, field, origin));
    }
  }
  return found;
}

/** Fields that arrive: all for having a place, and those no map has checked against this destination by name. */
export function checkArrivals(step: Step, accepts: RecordSchema, origins: readonly Origin[]): Diagnostic[] {
  if (step.config === null) return [];
  const key = new Set(destinationKey(step, accepts));
  return origins.flatMap((origin) => [
    ...checkSurplus(step, accepts, origin),
    ...(origin.mapped ? [] : checkDelivery(step, accepts, origin, key)),
  ]);
}

function noKey(step: Step): Diagnostic {
  return {
    severity: 'error',
    code: 'destination.no-key',
    node: step.name,
    path: 'key',
    title: `${step.label} does not know which field identifies a record`,
    whatToDo: 'Choose its key.',
  };
}

function unknownKey(step: Step, field: string, accepts: RecordSchema): Diagnostic {
  const names = accepts.fields.map(({ name }) => name);
  return {
    severity: 'error',
    code: 'destination.key-unknown',
    node: step.name,
    path: 'key',
    field,
    title: `${step.label} has no field ${field}, which is set as its key`,
    whatToDo:
      names.length > 0 ? `Choose one it has: ${names.slice(0, 12).join(', ')}.` : 'Choose another key.',
  };
}

function keyMissing(step: Step, field: string, origin: Origin): Diagnostic {
  return {
    severity: 'error',
    code: 'destination.key-not-delivered',
    node: step.name,
    path: 'key',
    field,
    title: `${field}, the key of ${step.label}, does not arrive from ${origin.step.label}`,
    whatToDo: `Map a field to ${field}, or choose another key.`,
  };
}
