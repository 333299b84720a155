/**
 * Words for what zod says about one value. Messages written by a schema's author are kept; zod's own are put plainly.
 *
 * @example wordIssue('cron', 'Invalid input: expected string, received undefined')
 * // 'cron has no value'
 */
export function wordIssue(path: string, message: string): string {
  const place = path === '' ? 'It' : path;
  const unknown = /^Unrecognized keys?: (.+)$/.exec(message);
  if (unknown) return `${path === '' ? '' : `${path}: `}${unknown[1]} is not known here`;
  const typed = /^Invalid input: expected (.+), received (.+)$/.exec(message);
  if (typed?.[2] === 'undefined') return `${place} has no value`;
  if (typed) return `${place} must be ${kind(typed[1] ?? '')}, it is ${kind(typed[2] ?? '')}`;
  const exact = /^Invalid input: expected (.+)$/.exec(message);
  if (exact) return `${place} must be ${exact[1]}`;
  const option = /^Invalid option: expected one of (.+)$/.exec(message);
  if (option) return `${place} must be one of ${option[1]?.replaceAll('|', ', ').replaceAll('"', '')}`;
  const size = /^Too (small|big): expected (\w+) to (?:have|be) ([<>]=?)(-?[\d.e+]+)/.exec(message);
  if (size) return `${place} ${sizeWords(size[2] ?? '', size[3] ?? '', size[4] ?? '')}`;
  if (message === 'Invalid input') return `${place} is not written in a way this step knows`;
  if (/^Invalid\b/.test(message)) return `${place} is not a valid ${message.slice(8)}`;
  const own = message.replace(/\.$/, '');
  return path === '' ? own : `${path}: ${own}`;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['int', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['tuple', 'a list'],
  ['record', 'an object'],
  ['object', 'an object'],
]);

const kind = (word: string): string => kinds.get(word) ?? word;

function sizeWords(of: string, sign: string, limit: string): string {
  const bound =
    sign === '>=' ? 'at least' : sign === '<=' ? 'at most' : sign === '>' ? 'more than' : 'less than';
  if (of === 'string') {
    return limit === '1' && sign === '>=' ? 'has no value' : `must have ${bound} ${limit} characters`;
  }
  if (of === 'array' || of === 'set' || of === 'map')
    return `must have ${bound} ${limit} ${limit === '1' ? 'entry' : 'entries'}`;
  return `must be ${bound} ${limit}`;
}
