import { canonicalJson, type DataRecord } from '@syncline/model';

/** One text per content, whatever the order in which its fields were set. */
export type ContentText = (record: DataRecord) => string;

interface Shape {
  /** Field names as they stand in the records of this shape. */
  names: string[];
  sorted: string[];
  /** False when setting the fields in order would not keep them in order. */
  quick: boolean;
}

/**
 * Canonical JSON for records that mostly have the same fields in the same order, as those of one mapping do: the sorted
 * order is worked out once a shape, and a flat record is written by the built-in in that order, several times faster than
 * field by field. Gives exactly what `canonicalJson` gives.
 *
 * @example createContentText()({ b: 1, a: 'x' }) // '{"a":"x","b":1}'
 */
export function createContentText(): ContentText {
  let shape: Shape = readShape([]);
  return (record) => {
    const names = Object.keys(record);
    if (!isSame(names, shape.names)) shape = readShape(names);
    if (!shape.quick) return canonicalJson(record);
    const ordered: DataRecord = {};
    for (const name of shape.sorted) {
      const value = record[name];
      if (typeof value === 'object' && value !== null) return canonicalJson(record);
      ordered[name] = value;
    }
    return JSON.stringify(ordered);
  };
}

function isSame(names: string[], known: string[]): boolean {
  if (names.length !== known.length) return false;
  for (let index = 0; index < names.length; index += 1) if (names[index] !== known[index]) return false;
  return true;
}

/** Objects put names that look like numbers first, and treat this one name in a way of their own. */
const unordered = (name: string): boolean => /^\d+$/.test(name) || name === '__proto__';

function readShape(names: string[]): Shape {
  return { names, sorted: [...names].sort(), quick: !names.some(unordered) };
}
