import { type Diagnostic, findField, type RecordSchema } from '@syncline/model';
import type { Step } from '../steps/readSteps.ts';
import type { Origin } from './checkDestination.ts';

/**
 * Fields that arrive and that the destination has no place for, or writes itself. It would refuse every record at run
 * time, so this stops publishing.
 */
export function checkSurplus(step: Step, accepts: RecordSchema, origin: Origin): Diagnostic[] {
  const rows = origin.mapped ? rowTargets(origin.step) : new Set<string>();
  const arriving = origin.schema.fields.map(({ name }) => name).filter((name) => !rows.has(name));
  const unknown = accepts.open ? [] : arriving.filter((name) => !findField(accepts, name));
  const fixed = arriving.filter((name) => findField(accepts, name)?.readOnly);
  const from = origin.step.label;
  const whatToDo = origin.mapped
    ? `Set ${from} to drop fields it does not map.`
    : `Add a map step before ${step.label} that leaves ${unknown.length + fixed.length === 1 ? 'it' : 'them'} out.`;
  const found: Diagnostic[] = [];
  if (unknown.length > 0) {
    const title = `${list(unknown)} from ${from} ${unknown.length === 1 ? 'does' : 'do'} not exist in ${step.label}`;
    found.push(surplus(step, 'destination.unknown-field', unknown, { title, whatToDo }));
  }
  if (fixed.length > 0) {
    const title = `${step.label} fills ${list(fixed)} itself, and ${from} sends ${fixed.length === 1 ? 'it' : 'them'}`;
    found.push(surplus(step, 'destination.read-only-field', fixed, { title, whatToDo }));
  }
  return found;
}

/** Fields the map's own check has looked at, row by row. */
function rowTargets({ config }: Step): Set<string> {
  const rows: unknown[] = Array.isArray(config?.fields) ? config.fields : [];
  return new Set(
    rows.map((row) => (typeof row === 'object' && row !== null && 'to' in row ? String(row.to) : '')),
  );
}

function surplus(
  step: Step,
  code: string,
  names: readonly string[],
  words: Pick<Diagnostic, 'title' | 'whatToDo'>,
): Diagnostic {
  const [only] = names;
  return {
    severity: 'error',
    code,
    node: step.name,
    ...(names.length === 1 && only !== undefined ? { field: only } : {}),
    ...words,
  };
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
