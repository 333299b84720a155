import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { wordIssue } from './wordIssue.ts';

/** What people read about the first thing wrong with a value. */
function word(shape: z.ZodType, value: unknown): string {
  const issue = shape.safeParse(value).error?.issues[0];
  return issue ? wordIssue(issue.path.join('.'), issue.message) : 'nothing wrong';
}

describe('what is wrong with a setting, in plain words', () => {
  const shape = z.strictObject({
    stream: z.string().min(1),
    size: z.int().min(1).max(500).optional(),
    mode: z.enum(['full', 'incremental']).optional(),
    tags: z.array(z.string()).min(1).max(2).optional(),
    code: z.string().length(2).optional(),
    short: z.string().max(3).optional(),
    either: z.union([z.string(), z.boolean()]).optional(),
    one: z.literal(1).optional(),
    url: z.url().optional(),
    own: z.string().regex(/^a/, 'Begin with an a.').optional(),
  });
  it.each([
    [{}, 'stream has no value'],
    [{ stream: '' }, 'stream has no value'],
    [{ stream: 7 }, 'stream must be text, it is a number'],
    [{ stream: 'a', size: 0 }, 'size must be at least 1'],
    [{ stream: 'a', size: 501 }, 'size must be at most 500'],
    [{ stream: 'a', size: 1.5 }, 'size must be a whole number, it is a number'],
    [{ stream: 'a', mode: 'half' }, 'mode must be one of full, incremental'],
    [{ stream: 'a', tags: [] }, 'tags must have at least 1 entry'],
    [{ stream: 'a', tags: 'x' }, 'tags must be a list, it is text'],
    [{ stream: 'a', short: 'four' }, 'short must have at most 3 characters'],
    [{ stream: 'a', either: 1 }, 'either is not written in a way this step knows'],
    [{ stream: 'a', one: 2 }, 'one must be 1'],
    [{ stream: 'a', url: 'x' }, 'url is not a valid URL'],
    [{ stream: 'a', own: 'b' }, 'own: Begin with an a'],
    [{ stream: 'a', odd: 1 }, '"odd" is not known here'],
    [{ stream: 'a', odd: 1, even: 2 }, '"odd", "even" is not known here'],
  ])('%j', (value, words) => {
    expect(word(shape, value)).toBe(words);
  });

  it('speaks of the whole when there is no path', () => {
    expect(wordIssue('', 'Use one of field and value.')).toBe('Use one of field and value');
    expect(wordIssue('', 'Invalid input: expected object, received null')).toBe(
      'It must be an object, it is null',
    );
  });
});
