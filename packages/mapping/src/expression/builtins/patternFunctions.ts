import type { Pattern, PatternMatch } from '../../values/pattern.ts';
import { capList, capText, charge, type Data, ExpressionError, Sequence } from '../data.ts';
import {
  type Builtin,
  builtin,
  number,
  optional,
  orContext,
  pattern,
  text,
  textOrPattern,
} from './builtin.ts';

type Text = string | undefined;
type Count = number | undefined;

/** Matches one after the other, by the reference's rules: an empty match is taken first of all or not at all. */
function* matches(regex: Pattern, value: string): Generator<PatternMatch> {
  let match = regex.find(value, 0);
  while (match !== null) {
    charge(1);
    const next: PatternMatch | null = match.end >= value.length ? null : regex.find(value, match.end);
    if (next !== null && next.text === '') {
      throw new ExpressionError('D1004', 'The regular expression matches empty text');
    }
    yield match;
    match = next;
  }
}

function refuseNegative(limit: Count, name: string): void {
  if (limit !== undefined && limit < 0)
    throw new ExpressionError('D3011', `The limit of $${name} is below zero`);
}

function contains(value: Text, token: Text | Pattern): Data {
  if (value === undefined || token === undefined) return undefined;
  return typeof token === 'string' ? value.includes(token) : token.find(value, 0) !== null;
}

function match(value: Text, regex: Pattern, limit: Count): Data {
  if (value === undefined) return undefined;
  refuseNegative(limit, 'match');
  const found = new Sequence();
  if (limit !== undefined && !(limit > 0)) return found;
  for (const { text: matched, start, groups } of matches(regex, value)) {
    capList(found.length);
    found.push({ match: matched, index: start, groups });
    if (limit !== undefined && found.length >= limit) break;
  }
  return found;
}

function split(value: Text, separator: Text | Pattern, limit: Count): Data {
  if (value === undefined) return undefined;
  refuseNegative(limit, 'split');
  if (limit !== undefined && !(limit > 0)) return [];
  if (typeof separator === 'string') {
    charge(value.length);
    const pieces = value.split(separator, limit);
    capList(pieces.length);
    return pieces;
  }
  if (separator === undefined) throw new ExpressionError('T1010', 'The separator of $split is missing');
  const pieces: Data[] = [];
  let from = 0;
  for (const { start, end } of matches(separator, value)) {
    if (limit !== undefined && pieces.length >= limit) break;
    pieces.push(value.slice(from, start));
    capList(pieces.length);
    from = end;
  }
  if (limit === undefined || pieces.length < limit) pieces.push(value.slice(from));
  return pieces;
}

function replace(value: Text, search: Text | Pattern, replacement: Text, limit: Count): Data {
  if (value === undefined) return undefined;
  if (search === '') throw new ExpressionError('D3010', 'Searching for empty text is not possible');
  refuseNegative(limit, 'replace');
  if (limit !== undefined && !(limit > 0)) return value;
  if (search === undefined) throw new ExpressionError('T1010', 'The text to replace is missing');
  const most = limit ?? Number.POSITIVE_INFINITY;
  if (typeof search !== 'string') return replaceMatches(value, search, replacement, most);
  // The reference writes a missing replacement as the word; a mapping must give the same on both ways.
  return replaceText(value, search, replacement ?? 'undefined', most);
}

function replaceText(value: string, search: string, fill: string, limit: number): string {
  let result = '';
  let from = 0;
  let count = 0;
  let at = value.indexOf(search);
  while (at !== -1 && count < limit) {
    result += value.slice(from, at) + fill;
    capText(result.length);
    from = at + search.length;
    count += 1;
    at = value.indexOf(search, from);
  }
  return result + value.slice(from);
}

function replaceMatches(value: string, regex: Pattern, replacement: Text, limit: number): string {
  let result = '';
  let from = 0;
  let count = 0;
  for (const found of matches(regex, value)) {
    if (count >= limit) break;
    if (replacement === undefined) throw new ExpressionError('D3012', 'The replacement is missing');
    result += value.slice(from, found.start) + fillIn(replacement, found);
    capText(result.length);
    from = found.start + found.text.length;
    count += 1;
  }
  return result + value.slice(from);
}

/** `$0` is the match, `$1`… the groups, `$$` a dollar; `$` before anything else stands for itself. */
function fillIn(replacement: string, { text: matched, groups }: PatternMatch): string {
  const mostDigits = groups.length === 0 ? 1 : String(groups.length).length;
  let result = '';
  let from = 0;
  let at = replacement.indexOf('$');
  while (at !== -1) {
    result += replacement.slice(from, at);
    from = at + 1;
    const next = replacement[from];
    if (next === '$') {
      result += '$';
      from += 1;
    } else if (next === '0') {
      result += matched;
      from += 1;
    } else {
      const group = groupNumber(replacement, from, mostDigits, groups.length);
      if (group === null) result += '$';
      else {
        result += groups[group - 1] ?? '';
        from += String(group).length;
      }
    }
    at = replacement.indexOf('$', from);
  }
  return result + replacement.slice(from);
}

function groupNumber(replacement: string, from: number, mostDigits: number, groups: number): number | null {
  const digits = /^\d+/.exec(replacement.slice(from, from + mostDigits))?.[0];
  if (digits === undefined) return null;
  const group = Number(digits);
  return mostDigits > 1 && group > groups ? Number(digits.slice(0, mostDigits - 1)) : group;
}

export const patternFunctions = {
  contains: builtin([orContext(text), textOrPattern], contains),
  match: builtin([orContext(text), pattern, optional(number)], match),
  split: builtin([orContext(text), textOrPattern, optional(number)], split),
  replace: builtin([orContext(text), textOrPattern, text, optional(number)], replace),
} satisfies Record<string, Builtin>;
