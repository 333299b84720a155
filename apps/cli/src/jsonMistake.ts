/** Where a text stops being JSON, counted from 1, and what is wrong there. */
export interface JsonMistake {
  line: number;
  column: number;
  what: string;
}

type Expecting = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const missing: Record<Expecting, string> = {
  value: 'a value is missing here',
  'value-or-end': 'a value or ] is missing here',
  name: 'a name in double quotes is missing here',
  'name-or-end': 'a name in double quotes or } is missing here',
  colon: 'a colon is missing here',
  'comma-or-end': 'a comma is missing before this, or the wrong bracket closes here',
  nothing: 'there is more text after the end of the document',
};

const cutOff = 'the file ends too early; was it cut off?';
const badText = 'this text does not end on its line, or holds a \\ that means nothing';

const space = /[ \t\r\n]*/y;
const quoted = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;

/**
 * Finds the first mistake in a text that is not JSON; null for a text that is. JSON.parse names no place for many
 * mistakes, among them the most frequent ones: a comma too many and a file that was cut off.
 *
 * @example findJsonMistake('{"a": 1,}') // { line: 1, column: 9, what: 'the comma before this } is too many' }
 */
export function findJsonMistake(text: string): JsonMistake | null {
  const closers: string[] = [];
  let expecting: Expecting = 'value';
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const taken = pattern.exec(text)?.[0].length ?? 0;
    at += taken;
    return taken > 0;
  };
  const afterValue = (): Expecting => (closers.length === 0 ? 'nothing' : 'comma-or-end');
  for (;;) {
    take(space);
    const char = text[at];
    if (char === undefined) return expecting === 'nothing' ? null : placeOf(text, at, cutOff);
    if (expecting.endsWith('-or-end') && char === closers.at(-1)) {
      closers.pop();
      at += 1;
      expecting = afterValue();
    } else if (expecting === 'comma-or-end' && char === ',') {
      at += 1;
      expecting = closers.at(-1) === '}' ? 'name' : 'value';
    } else if (expecting === 'colon' && char === ':') {
      at += 1;
      expecting = 'value';
    } else if (expecting === 'name' || expecting === 'name-or-end') {
      if (!take(quoted)) return placeOf(text, at, explain(text, at, expecting));
      expecting = 'colon';
    } else if (expecting !== 'value' && expecting !== 'value-or-end') {
      return placeOf(text, at, missing[expecting]);
    } else if (char === '{' || char === '[') {
      closers.push(char === '{' ? '}' : ']');
      at += 1;
      expecting = char === '{' ? 'name-or-end' : 'value-or-end';
    } else if (take(quoted) || take(scalar)) expecting = afterValue();
    else return placeOf(text, at, explain(text, at, expecting));
  }
}

function explain(text: string, at: number, expecting: Expecting): string {
  const char = text[at] ?? '';
  if (char === '"') return /^[^"\n]*$/.test(text.slice(at + 1)) ? cutOff : badText;
  if ((char === '}' || char === ']') && text.slice(0, at).trimEnd().endsWith(','))
    return `the comma before this ${char} is too many`;
  if (expecting.startsWith('name') || /[\]},:]/.test(char)) return missing[expecting];
  return 'this is no JSON value';
}

function placeOf(text: string, at: number, what: string): JsonMistake {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, what };
}
