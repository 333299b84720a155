import { textStep } from './textStep.ts';
import { defineTransform, textTypes } from './transform.ts';

/** Cuts a text at a separator: all parts as a list, or one of them (from 0; negative counts from the end). */
export const split = defineTransform({
  name: 'split',
  label: ({ separator, part }) =>
    part === undefined ? `split ${show(separator)}` : `split ${show(separator)} part ${part}`,
  takes: textTypes,
  gives: ({ part }) => (part === undefined ? 'list' : 'text'),
  mayBeEmpty: ({ part }, before) => before || (part !== undefined && part !== 0 && part !== -1),
  compile: ({ separator, part }) =>
    part === undefined
      ? textStep((text) => (text === '' ? [] : text.split(separator).map((piece) => piece.trim())))
      : textStep((text) => text.split(separator).at(part)?.trim()),
});

const show = (separator: string): string => (separator.trim() === '' ? 'at space' : separator);
