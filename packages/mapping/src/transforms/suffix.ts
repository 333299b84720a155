import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

/** Text behind; a blank value stays blank. */
export const suffix = defineTransform({
  name: 'suffix',
  label: ({ text }) => `put ${text} behind`,
  takes: textTypes,
  gives: () => 'text',
  compile: ({ text: end }) => textStep((text) => (text === '' ? text : text + end)),
});
