import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

/** A word starts after space or hyphen, and after the apostrophe of O'Neil and D'Arcy but not of don't. */
const wordStart = /(^|[\s-]|(?:^|[\s-])\p{L}['’])(\p{L})/gu;

/** Writes names as names: `ANNE-MARIE O'NEIL` becomes `Anne-Marie O'Neil`. */
export const titlecase = defineTransform({
  name: 'titlecase',
  label: () => 'capital first letters',
  takes: textTypes,
  gives: () => 'text',
  compile: () => textStep(toTitleCase),
});

function toTitleCase(text: string): string {
  const raise = (_: string, before: string, letter: string) => before.toUpperCase() + letter.toUpperCase();
  // Twice, because the letter before an apostrophe is itself the start of a word.
  return text.toLowerCase().replace(wordStart, raise).replace(wordStart, raise);
}
