import { integerOf } from '../conversion/scalars.ts';
import { defineTransform } from './transform.ts';

/** Digits to a whole number; exact beyond 2^53, where it stays text. */
export const integer = defineTransform({
  name: 'integer',
  label: () => 'to whole number',
  takes: ['text', 'enum', 'integer', 'decimal', 'boolean', 'phone', 'json'],
  gives: () => 'integer',
  compile: () => (value) => (value === undefined || value === null ? value : integerOf(value)),
});
