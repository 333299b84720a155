import { type FieldSchema, findField, type RecordSchema } from '@syncline/model';
import type { MapConfig, MappingRow } from '../fieldTable.ts';
import { parsePath } from '../path/path.ts';
import { rowPaths } from './rowPaths.ts';
import { endType } from './rowType.ts';
import { rowTarget } from './targetField.ts';

/**
 * What is known of the records a mapping gives, so that the next step can be checked.
 *
 * @example mappingOutputSchema(config, { source, target: null }).fields.map(({ name }) => name) // ['email', 'name']
 */
export function mappingOutputSchema(
  config: MapConfig,
  { source, target }: { source: RecordSchema; target: RecordSchema | null },
): RecordSchema {
  const mapped = config.fields.map((row) => fieldOf(row, source, target));
  const taken = new Set(mapped.map(({ name }) => name));
  const rest =
    config.rest === 'keep' ? keptFields(config, source).filter(({ name }) => !taken.has(name)) : [];
  const fields = [...new Map([...rest, ...mapped].map((field) => [field.name, field])).values()];
  return {
    fields,
    key: outputKey(config, source),
    cursorFields: [],
    open: config.rest === 'keep' && source.open,
  };
}

function fieldOf(row: MappingRow, source: RecordSchema, target: RecordSchema | null): FieldSchema {
  const { type: wanted, field } = rowTarget(row, target);
  const { type: given, mayBeEmpty } = endType(row, source);
  const from = row.from === undefined ? undefined : findField(source, row.from);
  // A row with a policy never gives an empty value; one that leaves failures out may always give none.
  const nullable = row.otherwise !== 'fail' || (mayBeEmpty && row.required === undefined);
  return {
    name: row.to,
    // Unknown is anything JSON can hold.
    type: wanted ?? given ?? 'json',
    nullable,
    required: false,
    ...(field?.label === undefined ? {} : { label: field.label }),
    ...(field?.maxLength === undefined ? {} : { maxLength: field.maxLength }),
    ...(field?.options === undefined ? {} : { options: field.options }),
    ...((from?.sensitive ?? field?.sensitive) === true ? { sensitive: true } : {}),
  };
}

function keptFields(config: MapConfig, source: RecordSchema): FieldSchema[] {
  const read = new Set<string>();
  for (const row of config.fields) {
    const paths = rowPaths(row);
    for (const path of paths === 'dynamic' ? [] : paths) read.add(topOf(path));
  }
  return source.fields.filter(({ name }) => !read.has(name));
}

/** A path that can't be read is reported by the check; here it simply names nothing. */
function topOf(path: string): string {
  try {
    return String(parsePath(path)[0]);
  } catch {
    return '';
  }
}

/** The identity of the outgoing records: the fields fed straight from the incoming identity, when all of it goes on. */
function outputKey(config: MapConfig, source: RecordSchema): string[] {
  const key =
    config.key === undefined ? source.key : typeof config.key === 'string' ? [config.key] : config.key;
  const names = key.map((path) => {
    const row = config.fields.find(({ from, steps }) => from === path && steps.length === 0);
    if (row !== undefined) return row.to;
    const kept = config.rest === 'keep' && keptFields(config, source).some(({ name }) => name === path);
    return kept ? path : undefined;
  });
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? known : [];
}
