import type { Value } from '@syncline/model';
import { type Data, ExpressionError, isObject, Sequence, WrittenList } from './data.ts';

/**
 * The result of an expression as a value of a record: plain lists, numbers JSON knows, no holes. What needs no change
 * is handed on as it is.
 */
export function plainValue(result: Data): Value | undefined {
  return result === undefined ? undefined : plain(result);
}

function plain(data: Data): Value {
  switch (typeof data) {
    case 'string':
    case 'boolean':
      return data;
    case 'number':
      if (!Number.isFinite(data))
        throw new ExpressionError('D1001', 'The result is not a number JSON can hold');
      return data;
    case 'undefined':
      return null;
    default:
      if (data === null) return null;
      return Array.isArray(data) ? plainList(data) : plainObject(data);
  }
}

function plainList(list: Data[]): Value[] {
  const items = list.map(plain);
  const unchanged =
    !(list instanceof Sequence || list instanceof WrittenList) &&
    items.every((item, index) => item === list[index]);
  // Equal items, and a plain list around them: `list` is a list of values.
  return unchanged ? (list as Value[]) : Array.from(items);
}

function plainObject(object: { [name: string]: Data }): Value {
  let copy: { [name: string]: Value } | null = null;
  for (const name of Object.keys(object)) {
    const member = object[name];
    if (member === undefined) continue;
    const value = plain(member);
    if (value === member) continue;
    copy ??= Object.assign(Object.create(null), object);
    if (copy !== null) copy[name] = value;
  }
  // Without a copy every member already was a value.
  return copy ?? (isObject(object) ? (object as { [name: string]: Value }) : object);
}
