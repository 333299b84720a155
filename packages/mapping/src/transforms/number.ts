import { decimalOf } from '../conversion/scalars.ts';
import { decimalText } from '../values/decimal.ts';
import { fail, quoteValue } from '../values/failure.ts';
import { defineTransform } from './transform.ts';

/** Thousands in threes, by any of the marks people use; the decimal mark is the user's choice. */
const shapes = {
  '.': /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:['’ \u00a0\u202f]\d{3})+)(?:\.\d+)?$/,
  ',': /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:['’ \u00a0\u202f]\d{3})+)(?:,\d+)?$/,
} as const;

/** What most numbers look like: nothing to take out, and at most a mark to exchange. */
const plainShapes = { '.': /^(?:[1-9]\d*|0)(?:\.\d+)?$/, ',': /^(?:[1-9]\d*|0)(?:,\d+)?$/ } as const;

/** A number as people write it (`1.234,50`) to plain digits (`1234.50`). */
export const number = defineTransform({
  name: 'number',
  label: ({ decimal }) => (decimal === ',' ? 'to number 1.234,56' : 'to number 1,234.56'),
  takes: ['text', 'enum', 'integer', 'decimal', 'boolean', 'phone', 'json'],
  gives: () => 'decimal',
  compile: ({ decimal }) => {
    const shape = shapes[decimal];
    const plainShape = plainShapes[decimal];
    const groups = decimal === '.' ? /[,'’ \u00a0\u202f]/g : /[.'’ \u00a0\u202f]/g;
    return (value) => {
      if (value === undefined || value === null) return value;
      if (typeof value !== 'string') return decimalOf(value);
      const text = value.trim();
      if (plainShape.test(text)) return decimal === '.' ? text : text.replace(',', '.');
      const plain = shape.test(text) ? decimalText(text.replace(groups, '').replace(',', '.')) : null;
      return (
        plain ??
        fail(
          'mapping.not-a-number',
          `${quoteValue(value)} is not a number with a decimal ${decimal === '.' ? 'point' : 'comma'}`,
        )
      );
    };
  },
});
