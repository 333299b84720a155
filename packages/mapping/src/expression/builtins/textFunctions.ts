import { capText, type Data, ExpressionError, isNumber, isObject, sizeOf } from '../data.ts';
import { anything, type Builtin, builtin, listOf, number, optional, orContext, text } from './builtin.ts';

type Text = string | undefined;
type Count = number | undefined;

const onText = (change: (value: string) => Data): Builtin =>
  builtin([orContext(text)], (value: Text) => (value === undefined ? undefined : change(value)));

/** Text of anything, as `&` and `$string` give it. */
export function stringOf(value: Data, pretty = false): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new ExpressionError('D3001', 'Infinity and “not a number” have no text');
  }
  // Measured before it is written: a list of a hundred thousand times the same long text takes no memory until then.
  capText(sizeOf(value));
  const written: string | undefined = JSON.stringify(value, shorten, pretty ? 2 : 0);
  capText(written?.length ?? 0);
  return written;
}

/** Fractions keep 15 digits, so that 0.1 + 0.2 reads 0.3. */
function shorten(_: string, value: Data): Data {
  return isNumber(value) && !Number.isInteger(value) ? Number(value.toPrecision(15)) : value;
}

function substring(value: Text, start: Count, length: Count): Text {
  if (value === undefined) return undefined;
  const letters = Array.from(value);
  // A missing start counts as NaN does in the reference: from the beginning.
  let from = start ?? Number.NaN;
  if (letters.length + from < 0) from = 0;
  if (length === undefined) return letters.slice(from).join('');
  if (length <= 0) return '';
  const end = from >= 0 ? from + length : letters.length + from + length;
  return letters.slice(from, end).join('');
}

function part(value: Text, mark: Text, take: (value: string, at: number, mark: string) => string): Text {
  if (value === undefined) return undefined;
  const at = value.indexOf(String(mark));
  return at === -1 ? value : take(value, at, String(mark));
}

function padTo(value: Text, width: Count, fill: Text): Text {
  if (value === undefined) return undefined;
  const wanted = Math.trunc(width ?? Number.NaN);
  const missing = Math.abs(wanted) - Array.from(value).length;
  if (!(missing > 0)) return value;
  capText(Math.abs(wanted));
  const letters = fill === undefined || fill === '' ? [' '] : Array.from(fill);
  const padding = Array.from({ length: missing }, (_, index) => letters[index % letters.length]).join('');
  return wanted > 0 ? value + padding : padding + value;
}

function join(texts: string[] | undefined, separator: Text): Text {
  if (texts === undefined) return undefined;
  const mark = separator ?? '';
  let length = Math.max(0, texts.length - 1) * mark.length;
  for (const piece of texts) length += piece.length;
  capText(length);
  return texts.join(mark);
}

function urlText(convert: (value: string) => string): Builtin {
  return onText((value) => {
    try {
      return convert(value);
    } catch {
      throw new ExpressionError('D3140', 'The text can’t be written in, or read from, a web address');
    }
  });
}

function trim(value: string): string {
  return value
    .replace(/[ \t\n\r]+/g, ' ')
    .replace(/^ /, '')
    .replace(/ $/, '');
}

export const textFunctions = {
  string: builtin(
    [orContext(anything), optional({ kinds: 'bm' })],
    (value: Data, pretty: boolean | undefined) => stringOf(value, pretty === true),
  ),
  substring: builtin([orContext(text), number, optional(number)], substring),
  substringBefore: builtin([orContext(text), text], (value: Text, mark: Text) =>
    part(value, mark, (whole, at) => whole.slice(0, at)),
  ),
  substringAfter: builtin([orContext(text), text], (value: Text, mark: Text) =>
    part(value, mark, (whole, at, found) => whole.slice(at + found.length)),
  ),
  lowercase: onText((value) => value.toLowerCase()),
  uppercase: onText((value) => value.toUpperCase()),
  length: onText((value) => Array.from(value).length),
  trim: onText(trim),
  pad: builtin([orContext(text), number, optional(text)], padTo),
  join: builtin([listOf('s'), optional(text)], join),
  encodeUrl: urlText(encodeURI),
  encodeUrlComponent: urlText(encodeURIComponent),
  decodeUrl: urlText(decodeURI),
  decodeUrlComponent: urlText(decodeURIComponent),
  type: builtin([anything], typeName),
} satisfies Record<string, Builtin>;

function typeName(value: Data): Text {
  if (value === undefined) return undefined;
  if (value === null) return 'null';
  if (isNumber(value)) return 'number';
  if (Array.isArray(value)) return 'array';
  return isObject(value) || typeof value === 'number' ? 'object' : typeof value;
}
