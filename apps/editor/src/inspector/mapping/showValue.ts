import type { Value } from '@syncline/model';

const longest = 120;

/**
 * A value in one line: text as it is with its outer blanks as dots, lists joined, nothing as a dash. `null` was sent
 * as empty, `undefined` was not sent: two different things.
 *
 * @example showValue(' Ana ') // '·Ana·'
 */
export function showValue(value: Value | undefined): string {
  if (value === undefined) return '—';
  if (value === null) return 'empty';
  if (typeof value === 'string') return value === '' ? '""' : cut(dotBlanks(value));
  if (Array.isArray(value)) {
    const simple = value.every((part) => typeof part !== 'object' || part === null);
    return cut(simple ? value.map((part) => String(part)).join(' · ') : `list of ${value.length}`);
  }
  return cut(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function dotBlanks(text: string): string {
  return text
    .replace(/^\s+/, (blanks) => '·'.repeat(blanks.length))
    .replace(/\s+$/, (blanks) => '·'.repeat(blanks.length))
    .replaceAll('\n', '↵');
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
