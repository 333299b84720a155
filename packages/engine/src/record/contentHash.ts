import { canonicalJson, type DataRecord, type Value } from '@syncline/model';

/** One text per content, whatever the order in which its fields were set. */
export type ContentText = (record: DataRecord) => string;

interface Shape {
  /** Field names as they stand in the records of this shape. */
  names: string[];
  /** Place of each field in canonical order, with its name as JSON text. */
  order: { name: string; label: string }[];
}

/**
 * Canonical JSON for records that mostly have the same fields in the same order, as those of one mapping do: the sorted
 * order is worked out once a shape, so a record costs one pass over its values. Gives exactly what `canonicalJson` gives.
 *
 * @example createContentText()({ b: 1, a: 'x' }) // '{"a":"x","b":1}'
 */
export function createContentText(): ContentText {
  let shape: Shape = { names: [], order: [] };
  return (record) => {
    const names = Object.keys(record);
    if (!isSame(names, shape.names)) shape = readShape(names);
    let text = '';
    for (const { name, label } of shape.order) {
      const value = record[name];
      if (value !== undefined) text += `${text === '' ? '' : ','}${label}${valueText(value)}`;
    }
    return `{${text}}`;
  };
}

function isSame(names: string[], known: string[]): boolean {
  if (names.length !== known.length) return false;
  for (let index = 0; index < names.length; index += 1) if (names[index] !== known[index]) return false;
  return true;
}

function readShape(names: string[]): Shape {
  const sorted = [...names].sort();
  return { names, order: sorted.map((name) => ({ name, label: `${JSON.stringify(name)}:` })) };
}

function valueText(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return canonicalJson(value);
}
