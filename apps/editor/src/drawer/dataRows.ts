import { type DataRecord, findField, type Preview, type RecordSchema, type Value } from '@syncline/model';

export interface DataRow {
  id: string;
  key: string | null;
  /** Place of the record among those that came in: the one both the mapping and this table point at. */
  place: number;
  op: 'upsert' | 'delete';
  /** Which way out it took, when there are several. */
  port: string | null;
  record: DataRecord;
  /** Fields whose value is what came in. */
  unchanged: ReadonlySet<string>;
}

export interface DataColumn {
  name: string;
  numeric: boolean;
  /** The schema insists on a value. */
  required: boolean;
}

/** The records of one side of a preview with the columns they share. */
export function dataRows(
  preview: Preview,
  side: 'input' | 'output',
  schema: RecordSchema | undefined,
): { columns: DataColumn[]; rows: DataRow[] } {
  const before = new Map<string, DataRecord>();
  // The route's reply says `unknown` for values that travelled as JSON, which is what a record holds.
  for (const { key, record } of preview.input) if (key !== null) before.set(key, record as DataRecord);
  const places = new Map(preview.input.map(({ key }, index) => [key, index]));
  const ports = new Set(preview.output.map(({ port }) => port));
  const source = side === 'input' ? preview.input.map((one) => ({ ...one, port: '' })) : preview.output;
  const rows = source.map(({ key, op, record, port }, index) => ({
    id: `${index}`,
    key,
    place: (key === null ? undefined : places.get(key)) ?? index,
    op,
    port: ports.size > 1 && port !== '' ? port : null,
    record: record as DataRecord,
    unchanged:
      side === 'input' ? nothing : sameAs(record as DataRecord, key === null ? undefined : before.get(key)),
  }));
  const names = new Set<string>(
    schema?.fields
      .filter(({ name }) => rows.some(({ record }) => Object.hasOwn(record, name)))
      .map(({ name }) => name),
  );
  for (const { record } of rows) for (const name of Object.keys(record)) names.add(name);
  const columns = [...names].map((name) => {
    const field = schema && findField(schema, name);
    const numeric = field
      ? field.type === 'integer' || field.type === 'decimal'
      : rows.every(({ record }) => isNumberOrNothing(record[name]));
    return { name, numeric, required: field?.required === true };
  });
  return { columns, rows };
}

const nothing: ReadonlySet<string> = new Set();
const isNumberOrNothing = (value: Value | undefined): boolean =>
  value === undefined || value === null || typeof value === 'number';

function sameAs(record: DataRecord, source: DataRecord | undefined): ReadonlySet<string> {
  if (!source) return nothing;
  const values = new Set(Object.values(source).map((value) => JSON.stringify(value)));
  return new Set(
    Object.keys(record).filter((name) =>
      Object.hasOwn(source, name)
        ? JSON.stringify(source[name]) === JSON.stringify(record[name])
        : values.has(JSON.stringify(record[name])),
    ),
  );
}
