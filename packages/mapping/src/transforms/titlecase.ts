import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

/** A word starts after space or hyphen, and after the apostrophe of O'Neil and D'Arcy but not of don't. */
const wordStart = /(?<=(?:^|[\s-])(?:\p{L}['’])?)\p{L}/gu;

/** Writes names as names: `ANNE-MARIE O'NEIL` becomes `Anne-Marie O'Neil`. */
export const titlecase = defineTransform({
  name: 'titlecase',
  label: () => 'capital first letters',
  takes: textTypes,
  gives: () => 'text',
  compile: () => textStep((text) => text.toLowerCase().replace(wordStart, (letter) => letter.toUpperCase())),
});
