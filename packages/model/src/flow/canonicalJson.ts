/**
 * One text for one value: keys sorted by code point, no spaces, `undefined` members left out. Equal values give equal
 * text on every machine, so hashes of it can be compared.
 *
 * @throws TypeError for a value JSON can't hold (function, symbol, bigint, NaN, infinity, a cycle).
 * @example canonicalJson({ b: 1, a: [true] }) // '{"a":[true],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, new Set());
}

function write(value: unknown, above: Set<object>): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
      return JSON.stringify(value);
    case 'object':
      break;
    default:
      throw new TypeError(`a ${typeof value} has no JSON form`);
  }
  if (value === null) return 'null';
  if (above.has(value)) throw new TypeError('a value that contains itself has no JSON form');
  above.add(value);
  const text = Array.isArray(value) ? writeList(value, above) : writeObject(value, above);
  above.delete(value);
  return text;
}

function writeList(list: unknown[], above: Set<object>): string {
  return `[${list.map((item) => (item === undefined ? 'null' : write(item, above))).join(',')}]`;
}

function writeObject(value: object, above: Set<object>): string {
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, key);
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${write(member, above)}`);
  }
  return `{${members.join(',')}}`;
}
