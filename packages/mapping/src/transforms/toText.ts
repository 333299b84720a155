import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

export const toText = defineTransform({
  name: 'to-text',
  label: () => 'to text',
  takes: textTypes,
  gives: () => 'text',
  compile: () => textStep((text) => text),
});
