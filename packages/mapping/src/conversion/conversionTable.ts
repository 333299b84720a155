import { type FieldType, fieldTypes } from '@syncline/model';

/**
 * What a conversion costs. `same`: nothing happens. `lossless`: always works and can be undone. `checked`: works for
 * values of the right form, others fail one by one. `lossy`: something is left out, so the user has to agree.
 */
export type Conversion = 'same' | 'lossless' | 'checked' | 'lossy';

type Row = Partial<Record<FieldType, 'lossless' | 'lossy' | 'never'>>;

const textLike: Row = { text: 'lossless', json: 'lossless' };

/** Only what is not `same` (the diagonal) or `checked`. `never` = no value of the one is ever one of the other. */
const exceptions: Record<FieldType, Row> = {
  text: { json: 'lossless' },
  integer: {
    ...textLike,
    decimal: 'lossless',
    date: 'never',
    datetime: 'never',
    email: 'never',
    url: 'never',
  },
  decimal: {
    ...textLike,
    integer: 'lossy',
    date: 'never',
    datetime: 'never',
    email: 'never',
    url: 'never',
    phone: 'never',
  },
  boolean: {
    ...textLike,
    integer: 'lossless',
    decimal: 'lossless',
    date: 'never',
    datetime: 'never',
    email: 'never',
    phone: 'never',
    url: 'never',
  },
  date: {
    ...textLike,
    datetime: 'lossless',
    integer: 'never',
    decimal: 'never',
    boolean: 'never',
    email: 'never',
    phone: 'never',
    url: 'never',
  },
  datetime: {
    ...textLike,
    date: 'lossy',
    integer: 'never',
    decimal: 'never',
    boolean: 'never',
    email: 'never',
    phone: 'never',
    url: 'never',
  },
  enum: textLike,
  email: {
    ...textLike,
    integer: 'never',
    decimal: 'never',
    boolean: 'never',
    date: 'never',
    datetime: 'never',
    phone: 'never',
    url: 'never',
  },
  phone: { ...textLike, boolean: 'never', date: 'never', datetime: 'never', email: 'never', url: 'never' },
  url: {
    ...textLike,
    integer: 'never',
    decimal: 'never',
    boolean: 'never',
    date: 'never',
    datetime: 'never',
    email: 'never',
    phone: 'never',
  },
  json: {},
  list: { json: 'lossless' },
};

/**
 * The total table of conversions.
 *
 * @example conversionOf('integer', 'text') // 'lossless'
 * @example conversionOf('datetime', 'date') // 'lossy'
 */
export function conversionOf(from: FieldType, to: FieldType): Conversion {
  if (from === to) return 'same';
  const exception = exceptions[from][to];
  return exception === undefined || exception === 'never' ? 'checked' : exception;
}

/** True when no value at all can be converted: a yes/no is never a date. @example neverConverts('boolean', 'date') // true */
export function neverConverts(from: FieldType, to: FieldType): boolean {
  return exceptions[from][to] === 'never';
}

const typeWords: Record<FieldType, string> = {
  text: 'text',
  integer: 'whole number',
  decimal: 'decimal number',
  boolean: 'yes/no',
  date: 'date',
  datetime: 'date and time',
  enum: 'choice',
  email: 'e-mail address',
  phone: 'phone number',
  url: 'web address',
  json: 'structured value',
  list: 'list',
};

/** A type in plain words. @example typeInWords('datetime') // 'date and time' */
export function typeInWords(type: FieldType): string {
  return typeWords[type];
}

/** Every pair of the table, for the reference page and tests. */
export function allConversions(): { from: FieldType; to: FieldType; conversion: Conversion }[] {
  return fieldTypes.flatMap((from) =>
    fieldTypes.map((to) => ({ from, to, conversion: conversionOf(from, to) })),
  );
}
