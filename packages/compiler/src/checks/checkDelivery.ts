import { conversionOf, neverConverts, typeInWords } from '@syncline/mapping';
import { type Diagnostic, type FieldSchema, findField, type RecordSchema } from '@syncline/model';
import type { Step } from '../steps/readSteps.ts';
import type { Origin } from './checkDestination.ts';

/** What one origin brings against what a destination takes. Key fields have a check of their own. */
export function checkDelivery(
  step: Step,
  accepts: RecordSchema,
  origin: Origin,
  key: ReadonlySet<string>,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const field of accepts.fields) {
    if (field.readOnly) continue;
    const brought = findField(origin.schema, field.name);
    const problem = brought
      ? (compareTypes(step, field, brought, origin) ?? compareNulls(step, field, brought, origin))
      : checkMissing(step, field, origin, key);
    if (problem) found.push(problem);
  }
  return found;
}

function checkMissing(
  step: Step,
  field: FieldSchema,
  origin: Origin,
  key: ReadonlySet<string>,
): Diagnostic | null {
  if (!field.required || origin.schema.open || key.has(field.name)) return null;
  return about(step, field, 'error', 'destination.required-field', {
    title: `${field.name} is required by ${step.label} and does not arrive from ${origin.step.label}`,
    whatToDo: `Add a map step before ${step.label} that fills ${field.name}.`,
  });
}

function compareTypes(
  step: Step,
  field: FieldSchema,
  brought: FieldSchema,
  origin: Origin,
): Diagnostic | null {
  const from = typeInWords(brought.type);
  const to = typeInWords(field.type);
  const title = `${field.name} comes from ${origin.step.label} as ${from}, ${step.label} takes ${to}`;
  if (neverConverts(brought.type, field.type)) {
    const whatToDo = `Add a map step before ${step.label} and fill ${field.name} from another field.`;
    return about(step, field, 'error', 'destination.type-mismatch', { title, whatToDo });
  }
  const conversion = conversionOf(brought.type, field.type);
  if (conversion === 'same' || conversion === 'lossless') return null;
  return about(step, field, 'warning', 'destination.type-differs', {
    title,
    whatToDo: `Add a map step before ${step.label} that converts it, or some records may fail.`,
  });
}

function compareNulls(
  step: Step,
  field: FieldSchema,
  brought: FieldSchema,
  origin: Origin,
): Diagnostic | null {
  if (!field.required || !brought.nullable) return null;
  return about(step, field, 'warning', 'destination.required-may-be-empty', {
    title: `${field.name} is required by ${step.label} and may be empty at ${origin.step.label}`,
    whatToDo: `Records without it fail. Add a map step before ${step.label} that gives it a default.`,
  });
}

function about(
  step: Step,
  field: FieldSchema,
  severity: Diagnostic['severity'],
  code: string,
  words: Pick<Diagnostic, 'title' | 'whatToDo'>,
): Diagnostic {
  return { severity, code, node: step.name, field: field.name, ...words };
}
