import { isEmpty } from '../values/empty.ts';
import { quoteValue } from '../values/failure.ts';
import { defineTransform } from './transform.ts';

/** A fixed value where there is none: not sent, null or blank. */
export const defaultValue = defineTransform({
  name: 'default',
  label: ({ value }) => `default ${quoteValue(value)}`,
  takes: 'any',
  gives: (_, before) => before,
  seesEmpty: true,
  mayBeEmpty: ({ value }, before) => before && isEmpty(value),
  compile:
    ({ value: fallback }) =>
    (value) =>
      isEmpty(value) ? fallback : value,
});
