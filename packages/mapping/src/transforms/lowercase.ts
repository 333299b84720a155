import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

export const lowercase = defineTransform({
  name: 'lowercase',
  label: () => 'lower case',
  takes: textTypes,
  gives: (_, before) => (before === 'email' ? 'email' : 'text'),
  compile: () => textStep((text) => text.toLowerCase()),
});
