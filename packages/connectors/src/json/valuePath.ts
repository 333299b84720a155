import type { Value } from '@syncline/model';

/** Way to a value inside JSON: names and, in lists, places from 0. */
type ValuePath = readonly string[];

const known = new Map<string, ValuePath>();

/**
 * The value at a path such as `data.items`, `rows[0].id` or `["odd.name"]`; the whole for ''. Own fields only, so that
 * no name reaches beyond the data.
 *
 * @example valueAt({ data: { items: [1] } }, 'data.items[0]') // 1
 */
export function valueAt(root: Value | undefined, path: string): Value | undefined {
  let value = root;
  for (const part of pathOf(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Array.isArray(value) ? value[Number(part)] : value[part];
  }
  return value;
}

/** @returns what is wrong with a path, null when it can be read. */
export function pathProblem(path: string): string | null {
  if (
    path === '' ||
    /^(?:[^.[\]"\s][^.[\]"]*|\["[^"]*"\]|\[\d+\])(?:\.[^.[\]"]+|\["[^"]*"\]|\[\d+\])*$/.test(path)
  ) {
    return null;
  }
  return 'Write a path as data.items, rows[0].id or ["odd.name"].';
}

function pathOf(path: string): ValuePath {
  let parts = known.get(path);
  if (parts === undefined) {
    parts = [...path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]"]+)/g)].map(
      ([, quoted, place, name]) => quoted ?? place ?? name ?? '',
    );
    // Paths come from configs, so there are few; the bound only keeps a long-lived process honest.
    if (known.size > 2000) known.clear();
    known.set(path, parts);
  }
  return parts;
}
