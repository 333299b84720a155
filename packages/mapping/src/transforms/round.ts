import { decimalOf, integerOf } from '../conversion/scalars.ts';
import { roundDecimal } from '../values/decimal.ts';
import { Failure } from '../values/failure.ts';
import { defineTransform } from './transform.ts';

/** Rounds half away from zero; without digits the result is a whole number. */
export const round = defineTransform({
  name: 'round',
  label: ({ digits }) => (digits === 0 ? 'round' : `round to ${digits} ${digits === 1 ? 'digit' : 'digits'}`),
  takes: ['text', 'enum', 'integer', 'decimal', 'json'],
  gives: ({ digits }) => (digits === 0 ? 'integer' : 'decimal'),
  compile:
    ({ digits }) =>
    (value) => {
      if (value === undefined || value === null) return value;
      const exact = decimalOf(value);
      if (exact instanceof Failure) return exact;
      const rounded = roundDecimal(exact, digits) ?? exact;
      return digits === 0 ? integerOf(rounded) : rounded;
    },
});
