const needsEscape = /["\\]/;
const escaped = /["\\]/g;

/**
 * The array notation of PostgreSQL, several times faster than the driver's own, which looks at the type of every value.
 *
 * @example textArray(['a', null, 'b"c']) // '{"a",NULL,"b\\"c"}'
 */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map(itemText).join(',')}}`;
}

function itemText(value: string | null): string {
  if (value === null) return 'NULL';
  return needsEscape.test(value) ? `"${value.replace(escaped, '\\$&')}"` : `"${value}"`;
}
