import { textOf } from '../conversion/scalars.ts';
import { Failure, fail, quoteValue } from '../values/failure.ts';
import { defineTransform, textTypes } from './transform.ts';

/** Each known value gets another one: `CH` becomes `Switzerland`. */
export const mapValues = defineTransform({
  name: 'map-values',
  label: ({ values }) => `translate ${Object.keys(values).length} values`,
  takes: textTypes,
  gives: () => null,
  mayBeEmpty: ({ values, otherwise }, before) =>
    before || otherwise === 'empty' || Object.values(values).some((value) => value === null),
  check: ({ values }) =>
    Object.keys(values).length > 0
      ? []
      : [
          {
            severity: 'error',
            code: 'mapping.no-values',
            path: 'values',
            title: 'The list of values is empty',
            whatToDo: 'Add a value and what it becomes, or remove the step.',
          },
        ],
  compile: ({ values, otherwise }) => {
    const known = new Map(Object.entries(values));
    return (value) => {
      if (value === undefined || value === null) return value;
      const text = textOf(value);
      if (text instanceof Failure) return text;
      const found = known.get(text);
      if (found !== undefined) return found;
      if (otherwise === 'keep') return value;
      return otherwise === 'empty'
        ? null
        : fail('mapping.not-in-table', `${quoteValue(value)} is not in the list of values`);
    };
  },
});
