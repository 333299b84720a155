import { canonicalJson, type FieldChange } from '@syncline/model';

const textOf = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));

/**
 * Fields in which a record will differ from what is there. A field that stays out of a write is left as it is.
 *
 * @param before null = there is nothing yet, so every field is new.
 * @param after null = the record goes.
 */
export function fieldChanges(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): FieldChange[] {
  if (after === null)
    return Object.entries(before ?? {}).map(([field, value]) => ({ field, before: value, after: null }));
  return Object.entries(after)
    .filter(([field, value]) => before === null || textOf(before[field]) !== textOf(value))
    .map(([field, value]) => ({
      field,
      ...(before !== null && Object.hasOwn(before, field)
        ? { before: before[field] }
        : { before: undefined }),
      after: value,
    }));
}
