import { RE2JS } from 're2js';

/** A regular expression that answers in linear time, whatever the text: nobody's data can hang a run. */
export interface Pattern {
  test: (text: string) => boolean;
  /** First match at or after a place, or null. */
  find: (text: string, from: number) => PatternMatch | null;
}

export interface PatternMatch {
  text: string;
  start: number;
  end: number;
  groups: (string | undefined)[];
}

const mostRemembered = 500;
const compiledPatterns = new Map<string, Pattern>();

/**
 * Compiles a regular expression as JavaScript writes them, without look-around and back-references.
 *
 * @param flags `i` ignores case, `m` lets ^ and $ match at lines.
 * @throws SyntaxError in plain words.
 */
export function compilePattern(source: string, flags: string): Pattern {
  const name = `${flags}/${source}`;
  const known = compiledPatterns.get(name);
  if (known !== undefined) return known;
  const pattern = makePattern(source, flags);
  if (compiledPatterns.size >= mostRemembered) compiledPatterns.clear();
  compiledPatterns.set(name, pattern);
  return pattern;
}

function makePattern(source: string, flags: string): Pattern {
  let bits = 0;
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= RE2JS.MULTILINE;
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(RE2JS.translateRegExp(source), bits);
  } catch (error) {
    throw new SyntaxError(explain(error, source));
  }
  return {
    test: (text) => regex.test(text),
    find: (text, from) => {
      const matcher = regex.matcher(text);
      if (from > text.length || !matcher.find(from)) return null;
      const groups: (string | undefined)[] = [];
      for (let group = 1; group <= matcher.groupCount(); group += 1)
        groups.push(matcher.group(group) ?? undefined);
      return { text: matcher.group() ?? '', start: matcher.start(), end: matcher.end(), groups };
    },
  };
}

function explain(error: unknown, source: string): string {
  if (/\(\?<?[=!]/.test(source)) return 'Look-ahead and look-behind (?= ?! ?<= ?<!) are not available';
  if (/\\[1-9]|\\k</.test(source)) return 'Back-references like \\1 are not available';
  const reason =
    error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'unknown error';
  return `The regular expression can't be read: ${reason}`;
}

/** What is wrong with a regular expression, or null. @example checkPattern('(') !== null */
export function checkPattern(source: string): string | null {
  try {
    compilePattern(source, '');
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/**
 * Replaces every match. `$1`…`$9` stand for groups, `$0` for the match, `$$` for a dollar.
 *
 * @returns null when the result would be longer than `longest`.
 */
export function replacePattern(
  pattern: Pattern,
  text: string,
  replacement: string,
  longest: number,
): string | null {
  let result = '';
  let at = 0;
  let from = 0;
  for (;;) {
    const match = pattern.find(text, from);
    if (match === null) break;
    result += text.slice(at, match.start) + fill(replacement, match);
    if (result.length > longest) return null;
    at = match.end;
    // An empty match must move on by a character, or it would be found for ever.
    from = match.end === match.start ? match.end + 1 : match.end;
    if (from > text.length) break;
  }
  result += text.slice(at);
  return result.length > longest ? null : result;
}

function fill(replacement: string, match: PatternMatch): string {
  if (!replacement.includes('$')) return replacement;
  return replacement.replace(/\$([$0-9])/g, (_, mark: string) => {
    if (mark === '$') return '$';
    return mark === '0' ? match.text : (match.groups[Number(mark) - 1] ?? '');
  });
}
