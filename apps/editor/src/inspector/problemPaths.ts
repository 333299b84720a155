import type { Diagnostic } from '@syncline/model';
import { asSentence } from '../parts/format.ts';

export interface StepMessages {
  errors: Readonly<Record<string, string>>;
  warnings: Readonly<Record<string, string>>;
  /** Without a field, or with one the form does not have: shown on top. */
  loose: readonly Diagnostic[];
}

/** What the compiler says of a step, by the place where the form shows it. */
export function sortMessages(
  diagnostics: readonly Diagnostic[],
  fieldNames: ReadonlySet<string>,
): StepMessages {
  const errors = new Map<string, string>();
  const warnings = new Map<string, string>();
  const loose: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const { path = '', code, severity, title, whatToDo } = diagnostic;
    if (path === '' || !fieldNames.has(path.split('.')[0] ?? '')) {
      loose.push(diagnostic);
      continue;
    }
    const into = severity === 'error' ? errors : warnings;
    // The first of a place is the one the compiler found first; the others follow once it is solved.
    // At the field itself nobody needs to be told which one to correct.
    if (!into.has(path))
      into.set(path, code === 'step.config' ? asSentence(title) : `${asSentence(title)} ${whatToDo}`);
  }
  return { errors: Object.fromEntries(errors), warnings: Object.fromEntries(warnings), loose };
}
