import { StoreError } from '../storeError.ts';

/** Where the next page begins: the sort values of the last row, as opaque text. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * @throws StoreError `request.invalid` for text that no list of ours has given out.
 */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  const values = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  const fits =
    Array.isArray(values) &&
    values.length === length &&
    values.every(
      (value) => (typeof value === 'string' && !value.includes('\0')) || Number.isSafeInteger(value),
    );
  if (!fits) {
    throw new StoreError(
      'request.invalid',
      'This cursor is not one of this list. Leave it out to begin at the first page.',
      'query.cursor',
    );
  }
  return values;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
