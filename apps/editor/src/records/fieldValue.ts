/** One value of a record as people read it. Nothing and empty text are two different things, and both are said. */
export function fieldValue(value: unknown): string {
  if (value === undefined) return 'no value';
  if (value === null) return 'nothing';
  if (value === '') return '(empty)';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((part) => typeof part !== 'object' || part === null))
    return value.length === 0 ? '(empty list)' : value.map(fieldValue).join(' · ');
  return JSON.stringify(value);
}

/** Whether there is nothing to read in it: drawn in grey. */
export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The fields of what may be a record. */
export function fieldsOf(record: unknown): [name: string, value: unknown][] {
  return typeof record === 'object' && record !== null && !Array.isArray(record)
    ? Object.entries(record)
    : [];
}
