import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

/** One space where there were several, none around the text. */
export const collapseSpaces = defineTransform({
  name: 'collapse-spaces',
  label: () => 'single spaces',
  takes: textTypes,
  gives: () => 'text',
  compile: () => textStep((text) => text.trim().replace(/\s+/gu, ' ')),
});
