import { defineTransform } from './transform.ts';

/** The value as JSON text: for a destination that keeps structure in a text field. */
export const toJson = defineTransform({
  name: 'to-json',
  label: () => 'to JSON',
  takes: 'any',
  gives: () => 'text',
  compile: () => (value) => (value === undefined || value === null ? value : JSON.stringify(value)),
});
