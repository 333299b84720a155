import { defineTransform } from './transform.ts';

/** Files have no null: a cell with nothing, or only space, becomes one. */
export const blankToNull = defineTransform({
  name: 'blank-to-null',
  label: () => 'blank becomes empty',
  takes: 'any',
  gives: (_, before) => before,
  mayBeEmpty: () => true,
  compile: () => (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
});
