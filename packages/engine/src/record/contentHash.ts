import { canonicalJson, type DataRecord } from '@syncline/model';

/** One text per content, whatever the order in which its fields were set. */
export type ContentText = (record: DataRecord) => string;

interface Shape {
  /** Field names as they stand in the records of this shape. */
  names: string[];
  sorted: string[];
  /** What stands before the value of each, from the brace or comma to the colon. */
  leads: string[];
}

/**
 * Canonical JSON for records that mostly have the same fields in the same order, as those of one mapping do: the order
 * and the text of the names are worked out once a shape, and plain values are set between them, several times faster than
 * field by field. Gives exactly what `canonicalJson` gives.
 *
 * @example createContentText()({ b: 1, a: 'x' }) // '{"a":"x","b":1}'
 */
export function createContentText(): ContentText {
  let shape: Shape = readShape([]);
  return (record) => {
    const names = Object.keys(record);
    if (!isSame(names, shape.names)) shape = readShape(names);
    const { sorted, leads } = shape;
    if (sorted.length === 0) return canonicalJson(record);
    let text = '';
    for (let at = 0; at < sorted.length; at += 1) {
      const value = record[sorted[at] ?? ''];
      const written = plainJson(value);
      if (written === null) return canonicalJson(record);
      text += leads[at] + written;
    }
    return `${text}}`;
  };
}

/** Text without anything JSON escapes; halves of a pair of surrogates are left to the built-in. */
const plainText = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** Null for what only the built-in knows how to write. */
function plainJson(value: DataRecord[string]): string | null {
  if (typeof value === 'string') return plainText.test(value) ? `"${value}"` : JSON.stringify(value);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'number' ? JSON.stringify(value) : null;
}

function isSame(names: string[], known: string[]): boolean {
  if (names.length !== known.length) return false;
  for (let index = 0; index < names.length; index += 1) if (names[index] !== known[index]) return false;
  return true;
}

function readShape(names: string[]): Shape {
  const sorted = [...names].sort();
  const leads = sorted.map((name, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  return { names, sorted, leads };
}
