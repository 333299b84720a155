const needsEscape = /["\\]/;
const escaped = /["\\]/g;

/**
 * The array notation of PostgreSQL, several times faster than the driver's own, which looks at the type of every value.
 *
 * @example textArray(['a', null, 'b"c']) // '{"a",NULL,"b\\"c"}'
 */
export function textArray(values: readonly (string | null)[]): string {
  let text = '';
  for (const value of values) {
    if (text !== '') text += ',';
    if (value === null) text += 'NULL';
    else if (needsEscape.test(value)) text += `"${value.replace(escaped, '\\$&')}"`;
    else text += `"${value}"`;
  }
  return `{${text}}`;
}
