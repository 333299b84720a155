/**
 * A copy of a JSON value whose objects have their keys in one order, so that equal values give equal text. What several
 * steps share (a schema that passes through) is copied once and stays shared: a large flow repeats little else.
 *
 * @example JSON.stringify(sortKeys({ b: 1, a: undefined, c: [] })) // '{"b":1,"c":[]}'
 */
export function sortKeys(value: unknown, copies: Map<object, unknown> = new Map()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy = Array.isArray(value)
    ? value.map((item) => sortKeys(item, copies))
    : sortMembers(value, copies);
  copies.set(value, copy);
  return copy;
}

function sortMembers(value: object, copies: Map<object, unknown>): object {
  const members: [string, unknown][] = [];
  for (const key of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, key);
    if (member !== undefined) members.push([key, sortKeys(member, copies)]);
  }
  // Defines own members, also one called __proto__.
  return Object.fromEntries(members);
}
