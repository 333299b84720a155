import { type FieldSchema, type FieldType, openSchema, type RecordSchema } from '@syncline/model';

/** A field that comes in two types which have no type in common. */
export interface TypeConflict {
  field: string;
  types: [FieldType, FieldType];
}

export interface MergedSchema {
  schema: RecordSchema;
  conflicts: TypeConflict[];
}

/**
 * What is known of records that come from several steps into one: every field of any of them, nullable unless all bring
 * it. Types that don't agree become `json`.
 *
 * @example mergeSchemas([shop, webhook]).schema.open // true when one of them is open
 */
export function mergeSchemas(schemas: readonly RecordSchema[]): MergedSchema {
  const [first, ...others] = schemas;
  if (first === undefined) return { schema: openSchema, conflicts: [] };
  if (others.length === 0) return { schema: first, conflicts: [] };
  const byName = new Map<string, FieldSchema[]>();
  for (const schema of schemas) {
    for (const field of schema.fields) {
      const same = byName.get(field.name);
      if (same) same.push(field);
      else byName.set(field.name, [field]);
    }
  }
  const conflicts: TypeConflict[] = [];
  const fields = [...byName].map(([name, same]): FieldSchema => {
    const type = same
      .map((field) => field.type)
      .reduce((known, next) => {
        const joined = joinTypes(known, next);
        if (joined === null && conflicts.at(-1)?.field !== name)
          conflicts.push({ field: name, types: [known, next] });
        return joined ?? 'json';
      });
    return mergeField(name, type, same, same.length < schemas.length);
  });
  return {
    schema: {
      fields,
      key: schemas.every((schema) => sameList(schema.key, first.key)) ? first.key : [],
      cursorFields: first.cursorFields.filter((name) =>
        others.every((other) => other.cursorFields.includes(name)),
      ),
      open: schemas.some((schema) => schema.open),
    },
    conflicts,
  };
}

const textual: ReadonlySet<FieldType> = new Set(['text', 'enum', 'email', 'phone', 'url']);
const numeric: ReadonlySet<FieldType> = new Set(['integer', 'decimal']);

function joinTypes(a: FieldType, b: FieldType): FieldType | null {
  if (a === b) return a;
  if (a === 'json' || b === 'json') return 'json';
  if (textual.has(a) && textual.has(b)) return 'text';
  return numeric.has(a) && numeric.has(b) ? 'decimal' : null;
}

function mergeField(name: string, type: FieldType, same: FieldSchema[], partly: boolean): FieldSchema {
  const [first] = same;
  const lengths = same.map((field) => field.maxLength);
  const maxLength = lengths.every((length) => length !== undefined) ? Math.max(...lengths) : undefined;
  const options = same.every((field) => field.options)
    ? [...new Set(same.flatMap((field) => field.options ?? []))]
    : null;
  return {
    name,
    type,
    ...(first?.label === undefined ? {} : { label: first.label }),
    nullable: partly || same.some((field) => field.nullable),
    required: same.every((field) => field.required),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(options === null ? {} : { options }),
    ...(same.some((field) => field.sensitive) ? { sensitive: true } : {}),
  };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, place) => item === b[place]);
}
