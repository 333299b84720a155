import type { DataRecord, FieldSchema, FieldType, RecordSchema, Value } from '@syncline/model';

const maxNesting = 3;
const maxFields = 500;

interface Seen {
  types: Set<FieldType>;
  nullable: boolean;
  count: number;
}

/**
 * What a few records tell about their stream. Open, because the next record may have more.
 *
 * @example inferSchema([{ id: 1, email: 'a@b.example' }], ['id']).fields[1]?.type // 'email'
 */
export function inferSchema(records: readonly DataRecord[], key: readonly string[]): RecordSchema {
  const seen = new Map<string, Seen>();
  for (const record of records) lookAt(record, '', 1, seen);
  const total = records.length;
  // A record without its key is refused before it becomes a change, so the key always has a value.
  const isKey = new Set(key);
  const fields: FieldSchema[] = [...seen].map(([name, field]) => ({
    name,
    type: oneType(field.types),
    nullable: !isKey.has(name) && (field.nullable || field.count < total),
    required: false,
  }));
  for (const name of key) {
    if (!seen.has(name)) fields.push({ name, type: 'text', nullable: false, required: false });
  }
  return {
    fields,
    key: [...key],
    cursorFields: fields.filter(({ type }) => type === 'datetime').map(({ name }) => name),
    open: true,
  };
}

function lookAt(record: DataRecord, prefix: string, level: number, seen: Map<string, Seen>): void {
  for (const [own, value] of Object.entries(record)) {
    const name = prefix + (/^[^.[\]"]+$/.test(own) ? own : `["${own}"]`);
    const field = seen.get(name) ?? { types: new Set(), nullable: false, count: 0 };
    if (!seen.has(name)) {
      if (seen.size >= maxFields) return;
      seen.set(name, field);
    }
    field.count += 1;
    const type = typeOf(value);
    if (type === null) field.nullable = true;
    else field.types.add(type);
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && level < maxNesting) {
      lookAt(value, `${name}.`, level + 1, seen);
    }
  }
}

function typeOf(value: Value | undefined): FieldType | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
  if (typeof value === 'object') return Array.isArray(value) ? 'list' : 'json';
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return 'date';
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(value)) return 'datetime';
  if (/^[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>.]+$/.test(value)) return 'email';
  return /^https?:\/\/[^\s]+$/i.test(value) ? 'url' : 'text';
}

function oneType(types: ReadonlySet<FieldType>): FieldType {
  const [first] = types;
  if (first === undefined) return 'text';
  if (types.size === 1) return first;
  if ([...types].every((type) => type === 'integer' || type === 'decimal')) return 'decimal';
  if ([...types].every((type) => type === 'date' || type === 'datetime')) return 'datetime';
  return types.has('json') || types.has('list') ? 'json' : 'text';
}
