/** @example quoteName('Order') // '"Order"' */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export interface TableName {
  /** null = found by the search path. */
  schema: string | null;
  name: string;
}

/**
 * A table as the config names it: `contacts`, `public.contacts`, or with quotes where a name holds a dot:
 * `"my.schema".contacts`. Case is kept as written: what is offered from the database fits as it is.
 *
 * @returns null when it is neither.
 * @example parseTableName('public.contacts') // { schema: 'public', name: 'contacts' }
 */
export function parseTableName(text: string): TableName | null {
  const part = '(?:"((?:[^"]|"")+)"|([^".]+))';
  const found = new RegExp(`^${part}(?:\\.${part})?$`, 's').exec(text.trim());
  if (found === null || text.includes('\0')) return null;
  const first = (found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim();
  const second = (found[3]?.replaceAll('""', '"') ?? found[4] ?? '').trim();
  if (second === '') return first === '' ? null : { schema: null, name: first };
  return { schema: first, name: second };
}

/** @example formatTableName('public', 'contacts') // 'public.contacts' */
export function formatTableName(schema: string, name: string): string {
  return [schema, name].map((part) => (/[."]/.test(part) ? quoteName(part) : part)).join('.');
}
