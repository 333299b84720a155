import * as z from 'zod';

/** JSON as it travels. Whole numbers beyond 2^53 and decimals travel as strings of digits. */
export type Value = string | number | boolean | null | Value[] | { [field: string]: Value | undefined };

/** One record: own properties only. `undefined` = not sent, `null` = clear, `''` = empty text: three different things. */
export type DataRecord = { [field: string]: Value | undefined };

export const fieldTypes = [
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'enum',
  'email',
  'phone',
  'url',
  'json',
  'list',
] as const;

/** `date` is `YYYY-MM-DD`; `datetime` is RFC 3339 in UTC with `Z`. */
export const fieldTypeSchema = z.enum(fieldTypes);
export type FieldType = z.infer<typeof fieldTypeSchema>;

export const fieldSchemaSchema = z.object({
  name: z.string().min(1),
  type: fieldTypeSchema,
  label: z.string().optional(),
  /** May hold null or be absent. */
  nullable: z.boolean().default(true),
  /** As a destination field: a create without it is refused (not null and no default). */
  required: z.boolean().default(false),
  maxLength: z.int().optional(),
  precision: z.int().optional(),
  scale: z.int().optional(),
  options: z.array(z.string()).optional(),
  /** Written by the system itself; never map to it. */
  readOnly: z.boolean().optional(),
  sensitive: z.boolean().optional(),
  /** The system's own name of the type, as shown in a tooltip: `numeric(12,2)`. */
  nativeType: z.string().optional(),
});
export type FieldSchema = z.infer<typeof fieldSchemaSchema>;

/**
 * What is known of the records of a stream. `open` = other fields may appear (a webhook body, a JSON file): a reference
 * to an unknown field is then a warning, not an error.
 */
export const recordSchemaSchema = z.object({
  fields: z.array(fieldSchemaSchema),
  /** Field names that identify a record, in order. */
  key: z.array(z.string()).default([]),
  /** Fields that can serve as an incremental cursor. */
  cursorFields: z.array(z.string()).default([]),
  open: z.boolean().default(false),
});
export type RecordSchema = z.infer<typeof recordSchemaSchema>;
