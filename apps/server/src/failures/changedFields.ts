import { canonicalJson } from '@syncline/model';

const fieldsOf = (record: unknown): ReadonlyMap<string, unknown> =>
  new Map(
    typeof record === 'object' && record !== null && !Array.isArray(record) ? Object.entries(record) : [],
  );

const textOf = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));

/** Names of the fields in which two records differ, without their values. */
export function changedFields(
  before: unknown,
  after: unknown,
): { changed: string[]; added: string[]; removed: string[] } {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  return {
    changed: [...now.keys()].filter(
      (name) => old.has(name) && textOf(old.get(name)) !== textOf(now.get(name)),
    ),
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
  };
}
