import type { Test } from '@syncline/mapping';

type Operator = Test['is'];

/** Operators as people say them, in the order they are offered. */
const operatorWords: Readonly<Record<Operator, string>> = {
  equals: 'is',
  'not-equals': 'is not',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  greater: 'is more than',
  'greater-or-equal': 'is at least',
  less: 'is less than',
  'less-or-equal': 'is at most',
  in: 'is one of',
  'not-in': 'is none of',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
  matches: 'matches the pattern',
};

// Keys of the typed record above.
export const operatorChoices = (Object.keys(operatorWords) as Operator[]).map((value) => ({
  value,
  label: operatorWords[value],
}));

const withoutValue: ReadonlySet<Operator> = new Set(['is-empty', 'is-not-empty']);
const withList: ReadonlySet<Operator> = new Set(['in', 'not-in']);

export const needsValue = (is: Operator): boolean => !withoutValue.has(is);
export const takesList = (is: Operator): boolean => withList.has(is);

/** The test with another operator; its value keeps what still fits. */
export function withOperator(test: Record<string, unknown>, is: Operator): Record<string, unknown> {
  const { value, ...rest } = test;
  if (!needsValue(is)) return { ...rest, is };
  if (takesList(is)) return { ...rest, is, value: Array.isArray(value) ? value : textsOf(value) };
  return { ...rest, is, value: Array.isArray(value) ? (value[0] ?? '') : (value ?? '') };
}

const textsOf = (value: unknown): unknown[] => (value === undefined || value === '' ? [] : [value]);
