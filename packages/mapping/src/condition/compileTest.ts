import { type DataRecord, findField, type RecordSchema, type Value } from '@syncline/model';
import type { Test } from '../fieldTable.ts';
import { compilePath } from '../path/path.ts';
import { isEmpty } from '../values/empty.ts';
import { compilePattern } from '../values/pattern.ts';
import { type Comparison, compareValues, comparisonOf, foldedText } from './compareValues.ts';

export type RecordTest = (record: DataRecord) => boolean;
type ValueTest = (value: Value | undefined) => boolean;

/**
 * One test of a condition. Nothing to compare is never equal, never contained and never greater, so the tests with
 * "not" hold for a record that lacks the field.
 *
 * @throws PathError, SyntaxError when the path or pattern can't be read.
 */
export function compileTest(test: Test, source: RecordSchema): RecordTest {
  const read = compilePath(test.field);
  const holds = compileValueTest(test, comparisonOf(findField(source, test.field)?.type ?? null));
  return (record) => holds(read(record));
}

function compileValueTest(test: Test, by: Comparison): ValueTest {
  const { value: expected = null, ignoreCase } = test;
  switch (test.is) {
    case 'is-empty':
      return hasNothing;
    case 'is-not-empty':
      return (value) => !hasNothing(value);
    case 'equals':
      return equalTo(expected, by, ignoreCase);
    case 'not-equals':
      return negate(equalTo(expected, by, ignoreCase));
    case 'in':
      return oneOf(expected, by, ignoreCase);
    case 'not-in':
      return negate(oneOf(expected, by, ignoreCase));
    case 'greater':
      return ordered(expected, by, ignoreCase, (order) => order > 0);
    case 'greater-or-equal':
      return ordered(expected, by, ignoreCase, (order) => order >= 0);
    case 'less':
      return ordered(expected, by, ignoreCase, (order) => order < 0);
    case 'less-or-equal':
      return ordered(expected, by, ignoreCase, (order) => order <= 0);
    case 'contains':
      return containing(expected, ignoreCase);
    case 'not-contains':
      return negate(containing(expected, ignoreCase));
    case 'starts-with':
      return onText(expected, ignoreCase, (text, part) => text.startsWith(part));
    case 'ends-with':
      return onText(expected, ignoreCase, (text, part) => text.endsWith(part));
    case 'matches':
      return matching(expected, ignoreCase);
  }
}

const negate =
  (holds: ValueTest): ValueTest =>
  (value) =>
    !holds(value);

function hasNothing(value: Value | undefined): boolean {
  return isEmpty(value) || (Array.isArray(value) && value.length === 0);
}

function equalTo(expected: Value, by: Comparison, ignoreCase: boolean): ValueTest {
  if (expected === null) return (value) => value === null;
  return (value) =>
    value !== undefined && value !== null && compareValues(value, expected, by, ignoreCase) === 0;
}

function oneOf(expected: Value, by: Comparison, ignoreCase: boolean): ValueTest {
  const tests = (Array.isArray(expected) ? expected : [expected]).map((item) =>
    equalTo(item, by, ignoreCase),
  );
  return (value) => tests.some((holds) => holds(value));
}

function ordered(
  expected: Value,
  by: Comparison,
  ignoreCase: boolean,
  holds: (order: number) => boolean,
): ValueTest {
  return (value) => {
    if (isEmpty(value) || isEmpty(expected)) return false;
    const order = compareValues(value, expected, by, ignoreCase);
    return order !== null && holds(order);
  };
}

function containing(expected: Value, ignoreCase: boolean): ValueTest {
  const inText = onText(expected, ignoreCase, (text, part) => text.includes(part));
  const inList = equalTo(expected, 'by-value', ignoreCase);
  return (value) => (Array.isArray(value) ? value.some((item) => inList(item)) : inText(value));
}

function onText(
  expected: Value,
  ignoreCase: boolean,
  holds: (text: string, part: string) => boolean,
): ValueTest {
  const part = foldedText(expected, ignoreCase);
  return (value) => {
    if (value === undefined || part === null) return false;
    const text = foldedText(value, ignoreCase);
    return text !== null && holds(text, part);
  };
}

function matching(expected: Value, ignoreCase: boolean): ValueTest {
  const pattern = compilePattern(typeof expected === 'string' ? expected : '', ignoreCase ? 'i' : '');
  return (value) => {
    const text = value === undefined ? null : foldedText(value, false);
    return text !== null && pattern.test(text);
  };
}
