/** A source text taken apart: `code` has the same length, with comments and the insides of strings blanked. */
export interface SourceText {
  readonly code: string;
  readonly strings: readonly { readonly start: number; readonly value: string }[];
}

const cache = new Map<string, SourceText>();

/** Takes a source text apart once, however many rules ask. */
export function readSource(text: string): SourceText {
  const known = cache.get(text);
  if (known) return known;
  const source = scan(text);
  cache.set(text, source);
  return source;
}

/** The line, counted from 1, of a place in a text. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

// A slash begins a regular expression where a value may begin, and divides where one has just ended.
const beforeRegex = /(?:^|[(,=:[!&|?{;+*%~^-]|=>|\b(?:return|typeof|case|in|of|do|else|void|await|yield))$/;

function scan(text: string): SourceText {
  const out = text.split('');
  const strings: { start: number; value: string }[] = [];
  /** Ends of `${ ... }` still open, as the depth of braces at which each closes. */
  const templates: number[] = [];
  let depth = 0;
  let index = 0;

  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (out[at] !== '\n') out[at] = ' ';
  };
  /** Reads a template from `from` to its closing backtick or to `${`; returns where the code goes on. */
  const readTemplate = (from: number): number => {
    let at = from;
    while (at < text.length && text[at] !== '`' && !text.startsWith('${', at))
      at += text[at] === '\\' ? 2 : 1;
    strings.push({ start: from, value: text.slice(from, at) });
    blank(from, at);
    if (text[at] === '`') return at + 1;
    templates.push(depth);
    depth++;
    return at + 2;
  };

  while (index < text.length) {
    const two = text.slice(index, index + 2);
    const one = text[index] ?? '';
    if (two === '//' || two === '/*') {
      const found = two === '//' ? text.indexOf('\n', index) : text.indexOf('*/', index + 2);
      const end = found < 0 ? text.length : two === '//' ? found : found + 2;
      blank(index, end);
      index = end;
    } else if (one === "'" || one === '"') {
      const end = endOnLine(text, index, one);
      if (end > 0) {
        strings.push({ start: index + 1, value: text.slice(index + 1, end) });
        blank(index + 1, end);
      }
      index = end > 0 ? end + 1 : index + 1;
    } else if (one === '`') {
      index = readTemplate(index + 1);
    } else if (
      one === '/' &&
      beforeRegex.test(
        out
          .slice(Math.max(0, index - 40), index)
          .join('')
          .trimEnd(),
      )
    ) {
      const end = endOfRegex(text, index);
      if (end > 0) blank(index + 1, end);
      index = end > 0 ? end + 1 : index + 1;
    } else {
      if (one === '{') depth++;
      if (one === '}') depth--;
      index++;
      if (one === '}' && templates.at(-1) === depth) {
        templates.pop();
        index = readTemplate(index);
      }
    }
  }
  return { code: out.join(''), strings };
}

/** The closing quote, or -1 for an apostrophe in running text (JSX) that nothing closes before the line ends. */
function endOnLine(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function endOfRegex(text: string, from: number): number {
  let inClass = false;
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '[') inClass = true;
    else if (text[at] === ']') inClass = false;
    else if (text[at] === '/' && !inClass) return at;
  }
  return -1;
}
