import type { DataRecord, FieldSchema, FieldType, RecordSchema, Value } from '@syncline/model';
import { isIsoDate, readMoment } from '../dates/isoDate.ts';
import { formatPath, type Path, readPath } from '../path/path.ts';
import { isEmpty } from '../values/empty.ts';

/** A field a suggestion may start from. */
export interface SourceField {
  path: string;
  /** Name as people read it, with the names above it: `default_address city`. */
  name: string;
  /** null = unknown. */
  type: FieldType | null;
  /** Its values in the samples that are not empty. */
  values: Value[];
}

const mostSamples = 200;
const deepest = 3;

/** The fields of the source: those its schema names, and those the samples show below them or beside them. */
export function sourceFields(source: RecordSchema, samples: readonly DataRecord[]): SourceField[] {
  const records = samples.slice(0, mostSamples);
  const paths = new Map<string, { path: Path; field: FieldSchema | null }>();
  for (const field of source.fields) paths.set(formatPath([field.name]), { path: [field.name], field });
  for (const record of records) collect(record, [], paths);
  return [...paths.values()].map(({ path, field }) => {
    const values = records
      .map((record) => readPath(record, path))
      .filter((value): value is Value => !isEmpty(value));
    return {
      path: formatPath(path),
      name: path.join(' '),
      type: field?.type ?? typeOfValues(values),
      values,
    };
  });
}

function collect(
  object: { [name: string]: Value | undefined },
  above: Path,
  paths: Map<string, { path: Path; field: FieldSchema | null }>,
): void {
  for (const name of Object.keys(object)) {
    const value = object[name];
    const path = [...above, name];
    const text = formatPath(path);
    if (!paths.has(text)) paths.set(text, { path, field: null });
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && path.length < deepest) {
      collect(value, path, paths);
    }
  }
}

/** The narrowest type all values share; null when there is none to see. */
function typeOfValues(values: readonly Value[]): FieldType | null {
  const types = new Set(values.map(typeOfValue));
  if (types.size === 2 && types.has('integer') && types.has('decimal')) return 'decimal';
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : null;
}

function typeOfValue(value: Value): FieldType {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
  if (typeof value === 'string') {
    if (isIsoDate(value)) return 'date';
    const moment = readMoment(value);
    return moment === null || moment === 'no-zone' ? 'text' : 'datetime';
  }
  return Array.isArray(value) ? 'list' : 'json';
}
