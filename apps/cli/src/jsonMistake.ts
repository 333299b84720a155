/** Where a text stops being JSON, counted from 1, and what is wrong there. */
export interface JsonMistake {
  line: number;
  column: number;
  what: string;
}

type Expecting = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const words: Record<Expecting, string> = {
  value: 'a value is missing here',
  'value-or-end': 'a value or ] is missing here',
  key: 'a name in double quotes is missing here (is there a comma too many before it?)',
  'key-or-end': 'a name in double quotes or } is missing here',
  colon: 'a colon is missing here',
  'comma-or-end': 'a comma is missing here, or the list ends wrongly',
  nothing: 'there is more text after the end of the document',
};

const space = /[ \t\r\n]*/y;
const goodString = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w)/y;

/**
 * Finds the first mistake in a text that is not JSON; null for a text that is. JSON.parse names no place for many
 * mistakes, among them the most frequent ones: a comma too many and a file that was cut off.
 *
 * @example findJsonMistake('{"a": 1,}') // { line: 1, column: 9, what: 'a name in double quotes is missing here …' }
 */
export function findJsonMistake(text: string): JsonMistake | null {
  const closers: string[] = [];
  let expecting: Expecting = 'value';
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const afterValue = (): Expecting => (closers.length === 0 ? 'nothing' : 'comma-or-end');
  for (;;) {
    take(space);
    const char = text[at];
    if (char === undefined)
      return expecting === 'nothing' ? null : placeOf(text, at, 'the file ends too early; was it cut off?');
    const mayClose: boolean =
      expecting === 'value-or-end' || expecting === 'key-or-end' || expecting === 'comma-or-end';
    if (mayClose && char === closers.at(-1)) {
      closers.pop();
      at += 1;
      expecting = afterValue();
    } else if (expecting === 'comma-or-end' && char === ',') {
      at += 1;
      expecting = closers.at(-1) === '}' ? 'key' : 'value';
    } else if (expecting === 'colon' && char === ':') {
      at += 1;
      expecting = 'value';
    } else if (expecting === 'key' || expecting === 'key-or-end') {
      if (char !== '"') return placeOf(text, at, words[expecting]);
      if (take(goodString) === undefined) return placeOf(text, at, brokenString);
      expecting = 'colon';
    } else if (expecting !== 'value' && expecting !== 'value-or-end') {
      return placeOf(text, at, words[expecting]);
    } else if (char === '{' || char === '[') {
      closers.push(char === '{' ? '}' : ']');
      at += 1;
      expecting = char === '{' ? 'key-or-end' : 'value-or-end';
    } else if (char === '"') {
      if (take(goodString) === undefined) return placeOf(text, at, brokenString);
      expecting = afterValue();
    } else if (take(literal) !== undefined) expecting = afterValue();
    else return placeOf(text, at, /[\]},:]/.test(char) ? words[expecting] : 'this is no JSON value');
  }
}

const brokenString = 'this text in quotes does not end on its line, or holds a backslash that means nothing';

function placeOf(text: string, at: number, what: string): JsonMistake {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, what };
}
