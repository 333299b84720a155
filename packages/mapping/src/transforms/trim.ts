import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

/** Takes away the space around a text. */
export const trim = defineTransform({
  name: 'trim',
  label: () => 'trim',
  takes: textTypes,
  gives: (_, before) => before,
  compile: () => textStep((text) => text.trim()),
});
