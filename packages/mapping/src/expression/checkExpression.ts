import type { Diagnostic, RecordSchema } from '@syncline/model';
import { checkSourcePath } from '../mapping/checkPath.ts';
import { compileExpression } from './compileExpression.ts';
import { expressionFields } from './expressionFields.ts';

/** Problems of an expression: syntax with its place, unknown functions, unknown source fields. */
export function checkExpression(
  text: string,
  source: RecordSchema,
  place: { path: string; field?: string },
): Diagnostic[] {
  const compiled = compileExpression(text);
  if (compiled.kind === 'invalid') {
    return compiled.issues.map(({ message, position }) => ({
      severity: 'error',
      code: 'mapping.bad-expression',
      ...place,
      title: `${message.replace(/\.$/, '')} (at character ${position + 1})`,
      whatToDo: 'Correct the expression.',
    }));
  }
  const fields = expressionFields(text);
  if (fields === 'dynamic') return [];
  // A name nobody has gives nothing in JSONata, which may be meant: a warning, never an error.
  return fields.flatMap((field) =>
    checkSourcePath(field, source, place).map((found) => ({ ...found, severity: 'warning' })),
  );
}
