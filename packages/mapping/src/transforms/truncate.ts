import { cutText } from '../conversion/fieldRules.ts';
import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

/** Cuts a text to a length. Being in the table it is the user's own word that something may be lost. */
export const truncate = defineTransform({
  name: 'truncate',
  label: ({ length }) => `cut to ${length}`,
  takes: textTypes,
  gives: () => 'text',
  compile: ({ length }) => textStep((text) => cutText(text, length)),
});
