import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

/** Text in front; a blank value stays blank. */
export const prefix = defineTransform({
  name: 'prefix',
  label: ({ text }) => `put ${text} in front`,
  takes: textTypes,
  gives: () => 'text',
  compile: ({ text: front }) => textStep((text) => (text === '' ? text : front + text)),
});
