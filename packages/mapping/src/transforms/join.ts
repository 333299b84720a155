import { textOf } from '../conversion/scalars.ts';
import { isEmpty } from '../values/empty.ts';
import { Failure, type Outcome } from '../values/failure.ts';
import { defineTransform } from './transform.ts';

/** A list as one text. */
export const join = defineTransform({
  name: 'join',
  label: ({ separator }) => `join list with ${separator.trim() === '' ? 'space' : separator.trim()}`,
  takes: 'any',
  gives: () => 'text',
  compile:
    ({ separator }) =>
    (value): Outcome => {
      if (value === undefined || value === null) return value;
      if (!Array.isArray(value)) return textOf(value);
      const texts: string[] = [];
      for (const item of value) {
        if (isEmpty(item)) continue;
        const text = textOf(item);
        if (text instanceof Failure) return text;
        texts.push(text);
      }
      return texts.join(separator);
    },
});
