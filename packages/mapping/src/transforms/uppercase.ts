import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

export const uppercase = defineTransform({
  name: 'uppercase',
  label: () => 'upper case',
  takes: textTypes,
  gives: () => 'text',
  compile: () => textStep((text) => text.toUpperCase()),
});
