import { type Diagnostic, findField, type RecordSchema } from '@syncline/model';
import { compareMoments } from '../dates/isoDate.ts';
import { checkExpression } from '../expression/checkExpression.ts';
import type { Condition, Test } from '../fieldTable.ts';
import { checkSourcePath } from '../mapping/checkPath.ts';
import { compareDecimals } from '../values/decimal.ts';
import { checkPattern } from '../values/pattern.ts';

const withoutValue: ReadonlySet<Test['is']> = new Set(['is-empty', 'is-not-empty', 'equals', 'not-equals']);
const withOrder: ReadonlySet<Test['is']> = new Set(['greater', 'greater-or-equal', 'less', 'less-or-equal']);

/**
 * Everything wrong with a condition, before a record is tested.
 *
 * @returns diagnostics whose paths start at the condition: `tests.0.field`, `expression`.
 */
export function checkCondition(condition: Condition, source: RecordSchema): Diagnostic[] {
  if ('expression' in condition) return checkExpression(condition.expression, source, { path: 'expression' });
  return condition.tests.flatMap((test, index) => checkTest(test, source, `tests.${index}`));
}

function checkTest(test: Test, source: RecordSchema, at: string): Diagnostic[] {
  const found = checkSourcePath(test.field, source, { path: `${at}.field` });
  const problem = valueProblem(test, source);
  if (problem !== null) found.push({ severity: 'error', path: `${at}.value`, field: test.field, ...problem });
  return found;
}

function valueProblem(
  test: Test,
  source: RecordSchema,
): Pick<Diagnostic, 'code' | 'title' | 'whatToDo'> | null {
  const { value } = test;
  if (value === undefined) {
    if (withoutValue.has(test.is)) return null;
    return {
      code: 'condition.value-missing',
      title: `${test.field} is compared with nothing`,
      whatToDo: 'Enter a value, or use “is empty”.',
    };
  }
  if (test.is === 'matches') {
    const problem = typeof value === 'string' ? checkPattern(value) : 'A regular expression is text';
    if (problem !== null)
      return { code: 'mapping.bad-pattern', title: problem, whatToDo: 'Correct the regular expression.' };
  }
  if ((test.is === 'in' || test.is === 'not-in') && !Array.isArray(value)) {
    return {
      code: 'condition.not-a-list',
      title: `${test.field} is looked for in a single value`,
      whatToDo: 'Enter a list of values.',
    };
  }
  return withOrder.has(test.is) ? orderProblem(test, source) : null;
}

/** A number field compared with a word is never greater, whatever the record: surely not what was meant. */
function orderProblem({ field, value }: Test, source: RecordSchema) {
  const type = findField(source, field)?.type;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if ((type === 'integer' || type === 'decimal') && compareDecimals(text, '0') === null) {
    return {
      code: 'condition.wrong-type',
      title: `${field} is a number, the value is not`,
      whatToDo: 'Enter a number.',
    };
  }
  if ((type === 'date' || type === 'datetime') && compareMoments(text, text) === null) {
    return {
      code: 'condition.wrong-type',
      title: `${field} is a date, the value is not`,
      whatToDo: 'Enter a date like 2024-12-31, or a time like 2024-12-31T12:00:00Z.',
    };
  }
  return null;
}
