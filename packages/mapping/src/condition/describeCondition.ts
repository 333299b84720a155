import type { Condition, Test } from '../fieldTable.ts';
import { quoteValue } from '../values/failure.ts';

const words: Record<Test['is'], string> = {
  equals: 'is',
  'not-equals': 'is not',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  matches: 'matches',
  greater: 'is more than',
  'greater-or-equal': 'is at least',
  less: 'is less than',
  'less-or-equal': 'is at most',
  in: 'is one of',
  'not-in': 'is none of',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
};

/**
 * A condition in one line of plain words.
 *
 * @example describeCondition({ match: 'all', tests: [{ field: 'country', is: 'equals', value: 'CH', ignoreCase: true }] }) // 'country is “CH”'
 */
export function describeCondition(condition: Condition): string {
  if ('expression' in condition) return condition.expression;
  return condition.tests.map(describeTest).join(condition.match === 'all' ? ' and ' : ' or ');
}

function describeTest({ field, is, value }: Test): string {
  if (is === 'is-empty' || is === 'is-not-empty') return `${field} ${words[is]}`;
  if (Array.isArray(value))
    return `${field} ${words[is]} ${value.map((item) => quoteValue(item)).join(', ')}`;
  return `${field} ${words[is]} ${quoteValue(value)}`;
}
