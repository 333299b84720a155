import { SyncError, type Token, type Value } from '@syncline/model';
import * as z from 'zod';
import type { EgressAnswer } from '../egress/egress.ts';
import { valueAt } from '../json/valuePath.ts';
import type { ScheduleConfig } from './scheduleNode.ts';

/** Where a page begins. This is the token the engine keeps. */
const placeSchema = z.union([
  z.strictObject({ at: z.literal('start') }),
  z.strictObject({ at: z.literal('end') }),
  z.strictObject({ next: z.string() }),
  z.strictObject({ cursor: z.string() }),
  z.strictObject({ offset: z.int().min(0) }),
  z.strictObject({ page: z.int().min(0) }),
]);
export type PagePlace = z.infer<typeof placeSchema>;

export const startPlace: PagePlace = { at: 'start' };
export const endPlace: PagePlace = { at: 'end' };

const longestToken = 7000;

/** A token of an earlier run; one that a changed config no longer understands begins anew. */
export function readPlace(token: Token | null): PagePlace {
  const parsed = placeSchema.safeParse(token);
  return parsed.success ? parsed.data : startPlace;
}

export const isStart = (place: PagePlace): boolean => 'at' in place && place.at === 'start';
export const isEnd = (place: PagePlace): boolean => 'at' in place && place.at === 'end';

/**
 * The address of a page.
 *
 * @param list address of the whole list, with the parameters of the config.
 */
export function pageAddress(list: URL, pagination: ScheduleConfig['pagination'], place: PagePlace): URL {
  if ('next' in place) return new URL(place.next);
  const url = new URL(list);
  const set = (name: string | undefined, value: string | number) => {
    if (name) url.searchParams.set(name, String(value));
  };
  if (pagination.kind !== 'none') set(pagination.sizeParam, pagination.size);
  if (pagination.kind === 'offset') set(pagination.offsetParam, 'offset' in place ? place.offset : 0);
  if (pagination.kind === 'page') set(pagination.pageParam, 'page' in place ? place.page : pagination.start);
  if ('cursor' in place) set(pagination.cursorParam, place.cursor);
  return url;
}

export interface ReadAnswer {
  answer: EgressAnswer;
  body: Value | undefined;
  /** How many records the page held. */
  count: number;
}

/**
 * Where the page after this one begins. Counting styles go on until a page is empty: a server that gives fewer records
 * than asked for would otherwise look as if it had ended.
 *
 * @param secretParam query parameter that holds the key; it is cut out of addresses that are kept.
 */
export function placeAfter(
  pagination: ScheduleConfig['pagination'],
  place: PagePlace,
  { answer, body, count }: ReadAnswer,
  secretParam: string | undefined,
): PagePlace {
  switch (pagination.kind) {
    case 'none':
      return endPlace;
    case 'link':
      return nextAddress(nextLink(answer.headers.get('link') ?? ''), answer.url, secretParam);
    case 'next-url': {
      const next = valueAt(body, pagination.nextPath ?? '');
      return nextAddress(typeof next === 'string' ? next : null, answer.url, secretParam);
    }
    case 'cursor': {
      const cursor = valueAt(body, pagination.cursorPath ?? '');
      if (typeof cursor !== 'string' && typeof cursor !== 'number') return endPlace;
      return cursor === '' ? endPlace : { cursor: checkLength(String(cursor)) };
    }
    case 'offset':
      return count === 0 ? endPlace : { offset: ('offset' in place ? place.offset : 0) + count };
    case 'page':
      return count === 0 ? endPlace : { page: ('page' in place ? place.page : pagination.start) + 1 };
  }
}

function nextAddress(text: string | null, from: URL, secretParam: string | undefined): PagePlace {
  if (text === null || text.trim() === '') return endPlace;
  let next: URL;
  try {
    next = new URL(text, from);
  } catch {
    throw new SyncError('retry', 'source.bad-answer', `${from.host} gives a next address that is not a URL`);
  }
  if (next.origin !== from.origin) {
    throw new SyncError(
      'pause',
      'egress.refused',
      `${from.host} sends on to ${next.host} for the next page; pages are read from one host only`,
      { pause: 'config', path: 'pagination' },
    );
  }
  if (secretParam) next.searchParams.delete(secretParam);
  return { next: checkLength(next.href) };
}

function checkLength(token: string): string {
  if (token.length <= longestToken) return token;
  throw new SyncError(
    'pause',
    'source.bad-answer',
    'the mark of the next page is longer than 7000 characters',
    {
      pause: 'config',
      path: 'pagination',
    },
  );
}

/** The target of rel="next" in a Link header (RFC 8288); commas may stand inside the angle brackets. */
function nextLink(header: string): string | null {
  for (const [, target, parameters] of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[^\s=;,]+\s*=\s*(?:"[^"]*"|[^\s;,]+))*)/g,
  )) {
    if (/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?![\w-]))/i.test(parameters ?? ''))
      return target ?? null;
  }
  return null;
}
