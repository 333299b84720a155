import { fail, quoteValue } from '../values/failure.ts';
import { defineTransform } from './transform.ts';

const usualYes = ['true', 'yes', 'y', 't', 'on', '1'];
const usualNo = ['false', 'no', 'n', 'f', 'off', '0'];

const normal = (word: string): string => word.trim().toLowerCase();

/** Words to yes or no. A word in neither list fails: a guess at consent is worse than none. */
export const boolean = defineTransform({
  name: 'boolean',
  label: ({ yes }) =>
    yes === undefined || yes.length === 0 ? 'to yes/no' : `to yes/no (${yes.join(', ')} = yes)`,
  takes: ['text', 'enum', 'integer', 'decimal', 'boolean', 'json'],
  gives: () => 'boolean',
  check: ({ yes = [], no = [] }) => {
    const both = yes.map(normal).filter((word) => no.map(normal).includes(word));
    if (both.length === 0) return [];
    return [
      {
        severity: 'error',
        code: 'mapping.ambiguous-word',
        path: 'yes',
        title: `${both[0]} means both yes and no`,
        whatToDo: 'Leave the word in one of the two lists.',
      },
    ];
  },
  compile: ({ yes, no }) => {
    const meaning = new Map<string, boolean>();
    // The user's own words come last, so that they win over the usual ones.
    for (const word of usualYes) meaning.set(word, true);
    for (const word of usualNo) meaning.set(word, false);
    for (const word of yes ?? []) meaning.set(normal(word), true);
    for (const word of no ?? []) meaning.set(normal(word), false);
    return (value) => {
      if (value === undefined || value === null || typeof value === 'boolean') return value;
      const answer = typeof value === 'object' ? undefined : meaning.get(normal(String(value)));
      return answer ?? fail('mapping.not-a-boolean', `${quoteValue(value)} means neither yes nor no`);
    };
  },
});
