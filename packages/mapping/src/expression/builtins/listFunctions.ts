import {
  append,
  capList,
  charge,
  type Data,
  ExpressionError,
  isNumber,
  isObject,
  Sequence,
  sameData,
} from '../data.ts';
import { anything, type Builtin, builtin, list, listOf, optional, orContext, text } from './builtin.ts';

type List = Data[] | undefined;

/** The value of a name in an object, or of each object in a list. Own fields only. */
export function lookUp(value: Data, name: string): Data {
  if (!Array.isArray(value)) return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  const found = new Sequence();
  charge(value.length);
  for (const item of value) {
    const inner = lookUp(item, name);
    if (inner === undefined) continue;
    if (Array.isArray(inner)) for (const each of inner) found.push(each);
    else found.push(inner);
  }
  capList(found.length);
  return found;
}

function keys(value: Data): Data {
  const names = new Set<string>();
  collectKeys(value, names);
  const found = new Sequence();
  // An object orders names that are whole numbers first; going through one keeps the order of the reference.
  const ordered = Array.isArray(value)
    ? Object.keys(Object.fromEntries([...names].map((name) => [name, true])))
    : names;
  for (const name of ordered) found.push(name);
  return found;
}

function collectKeys(value: Data, names: Set<string>): void {
  charge(1);
  if (Array.isArray(value)) for (const item of value) collectKeys(item, names);
  else if (isObject(value)) for (const name of Object.keys(value)) names.add(name);
}

function spread(value: Data): Data {
  if (Array.isArray(value)) {
    let joined: Data = new Sequence();
    for (const item of value) {
      charge(Array.isArray(joined) ? joined.length : 1);
      joined = append(joined, spread(item));
    }
    return joined;
  }
  if (!isObject(value)) return value;
  const found = new Sequence();
  for (const name of Object.keys(value)) found.push(objectOf([[name, value[name]]]));
  return found;
}

/** An object without ancestors, so that no name in it means anything but itself. */
function objectOf(entries: Iterable<[string, Data]>): { [name: string]: Data } {
  const object: { [name: string]: Data } = Object.create(null);
  for (const [name, value] of entries) object[name] = value;
  return object;
}

function merge(objects: List): Data {
  if (objects === undefined) return undefined;
  charge(objects.length);
  return objectOf(objects.flatMap((object) => (isObject(object) ? Object.entries(object) : [])));
}

function distinct(value: Data): Data {
  if (!Array.isArray(value) || value.length <= 1) return value;
  const kept: Data[] = value instanceof Sequence ? new Sequence() : [];
  for (const item of value) {
    charge(kept.length);
    if (!kept.some((known) => sameData(item, known))) kept.push(item);
  }
  return kept;
}

function sort(values: List): Data {
  if (values === undefined || values.length <= 1) return values;
  charge(values.length);
  if (!values.every(isNumber) && !values.every((value) => typeof value === 'string')) {
    throw new ExpressionError('D3070', 'Only a list of numbers or a list of texts can be sorted');
  }
  // One of the two types for all, as checked above; the comparison is the reference's, not that of a language.
  const sortable = values as (string | number)[];
  return Array.from(sortable).sort((left, right) => (left > right ? 1 : left < right ? -1 : 0));
}

function refuse(message: string | undefined): never {
  throw new ExpressionError('D3137', message || 'The expression reports an error');
}

export const listFunctions = {
  count: builtin([list], (values: List) => values?.length ?? 0),
  append: builtin([anything, anything], append),
  reverse: builtin([list], (values: List) =>
    values === undefined || values.length <= 1 ? values : [...values].reverse(),
  ),
  sort: builtin([list], sort),
  distinct: builtin([anything], distinct),
  keys: builtin([orContext(anything)], keys),
  lookup: builtin([orContext(anything), text], (value: Data, name: string | undefined) =>
    lookUp(value, String(name)),
  ),
  spread: builtin([orContext(anything)], spread),
  merge: builtin([listOf('o')], merge),
  exists: builtin([anything], (value: Data) => value !== undefined),
  error: builtin([optional(text)], refuse),
  assert: builtin(
    [{ kinds: 'bm' }, optional(text)],
    (holds: boolean | undefined, message: string | undefined) =>
      holds ? undefined : refuse(message || 'The expression asserts what is not so'),
  ),
} satisfies Record<string, Builtin>;
