import type { FieldSchema, RecordSchema } from './schema.ts';

/** Nothing known, anything possible. */
export const openSchema: RecordSchema = { fields: [], key: [], cursorFields: [], open: true };

/** @example findField(schema, 'email')?.type // 'email' */
export function findField(schema: RecordSchema, name: string): FieldSchema | undefined {
  return schema.fields.find((field) => field.name === name);
}
