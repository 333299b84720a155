import { fieldsOf } from './fieldValue.ts';

/**
 * A few short values by which a person recognises a record: "Jonas · Weber · DE". Codes and ids come last, dates say
 * nothing.
 *
 * @param known values that stand beside it already.
 */
export function glance(record: unknown, known: readonly (string | null)[] = []): string {
  return fieldsOf(record)
    .map(([, value]) => value)
    .filter((value): value is string => typeof value === 'string')
    .filter((value) => value.length > 1 && value.length <= 32 && !known.includes(value))
    .filter((value) => !/^\d{4}-\d\d-\d\d/.test(value))
    .sort((a, b) => Number(/\d/.test(a)) - Number(/\d/.test(b)))
    .slice(0, 3)
    .join(' · ');
}
