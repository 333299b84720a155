import { parsePath, rowPaths } from '@syncline/mapping';
import type { DataRecord, RecordSchema } from '@syncline/model';
import { plainPath } from './pathWords.ts';
import { pathOfField, readRow } from './rows.ts';

/** Paths that identify a record: the map's own key, else the source's. */
export function keyPathsOf(key: unknown, source: RecordSchema): ReadonlySet<string> {
  if (typeof key === 'string') return new Set([plainPath(key)]);
  if (Array.isArray(key))
    return new Set(key.filter((path): path is string => typeof path === 'string').map(plainPath));
  return new Set(source.key.map(pathOfField));
}

/** Paths of every top-level field there is, by schema first, then by what the samples hold. */
function sourcePaths(source: RecordSchema, records: readonly DataRecord[]): string[] {
  const names = new Set(source.fields.map((field) => field.name));
  for (const record of records) for (const name of Object.keys(record)) names.add(name);
  return [...names].map(pathOfField);
}

/** Top-level fields no row reads, as paths. */
export function unusedFields(
  rows: readonly unknown[],
  source: RecordSchema,
  records: readonly DataRecord[],
): string[] {
  const used = new Set<string>();
  for (const raw of rows) {
    const paths = rowPaths(readRow(raw).row);
    // An expression that may read anything leaves nothing that is surely unused; its own row still says what it does.
    if (paths === 'dynamic') continue;
    for (const path of paths) used.add(topOf(path));
  }
  return sourcePaths(source, records).filter((path) => !used.has(path));
}

function topOf(path: string): string {
  try {
    const [first] = parsePath(path);
    return typeof first === 'string' ? pathOfField(first) : path;
  } catch {
    return path; // A path being typed uses no field yet.
  }
}
