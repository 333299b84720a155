import { fieldTypeSchema, hostileNames } from '@syncline/model';
import * as z from 'zod';

const path = z.string().min(1).max(256);
const value = z.json();

/** What becomes of a row of the table when one of its steps can't convert the value it got. */
export const otherwiseSchema = z.enum(['fail', 'empty', 'skip-field']);

/**
 * One change on the way from source to destination field. A word, or an object with its settings. A step gets the value
 * of the step before; `undefined` (not sent) and `null` pass through every step but `default`, `coalesce` and `concat`.
 */
export const stepSchema = z.union([
  z.enum([
    'trim',
    'lowercase',
    'uppercase',
    'titlecase',
    'collapse-spaces',
    'blank-to-null',
    'email',
    'integer',
    'to-text',
    'to-json',
  ]),
  z.strictObject({ do: z.literal('default'), value }),
  z.strictObject({ do: z.literal('coalesce'), from: z.array(path).min(1).max(20) }),
  z.strictObject({
    do: z.literal('concat'),
    with: z.array(path).min(1).max(20),
    separator: z.string().max(64).default(' '),
  }),
  z.strictObject({ do: z.literal('split'), separator: z.string().min(1).max(64), part: z.int().optional() }),
  z.strictObject({ do: z.literal('join'), separator: z.string().max(64).default(', ') }),
  z.strictObject({ do: z.literal('prefix'), text: z.string().max(256) }),
  z.strictObject({ do: z.literal('suffix'), text: z.string().max(256) }),
  z.strictObject({
    do: z.literal('replace'),
    find: z.string().min(1).max(512),
    with: z.string().max(512),
    pattern: z.boolean().default(false),
  }),
  z.strictObject({ do: z.literal('truncate'), length: z.int().min(1).max(100_000) }),
  z.strictObject({ do: z.literal('number'), decimal: z.enum(['.', ',']).default('.') }),
  z.strictObject({ do: z.literal('round'), digits: z.int().min(0).max(12).default(0) }),
  z.strictObject({
    do: z.literal('boolean'),
    yes: z.array(z.string()).optional(),
    no: z.array(z.string()).optional(),
  }),
  z.strictObject({ do: z.literal('parse-date'), format: z.string().min(1).max(64) }),
  z.strictObject({
    do: z.literal('parse-datetime'),
    format: z.string().min(1).max(64),
    timezone: z.string().default('UTC'),
  }),
  z.strictObject({
    do: z.literal('format-date'),
    format: z.string().min(1).max(64),
    timezone: z.string().default('UTC'),
  }),
  z.strictObject({
    do: z.literal('map-values'),
    values: z.record(z.string(), value),
    otherwise: z.enum(['fail', 'keep', 'empty']).default('fail'),
  }),
  z.strictObject({ do: z.literal('phone'), country: z.string().length(2) }),
  z.strictObject({
    do: z.literal('lookup'),
    table: z.string(),
    column: z.string(),
    otherwise: z.enum(['fail', 'empty', 'keep']).default('fail'),
  }),
]);

const targetSchema = z
  .string()
  .min(1, 'Name the field to write.')
  .max(128)
  .refine((name) => !hostileNames.has(name), 'This field name is reserved. Choose another one.');

/**
 * One row of the mapping table: from where, through which steps, to which field. Exactly one of `from`, `value`
 * (constant) and `expression` (JSONata) says where the value comes from.
 */
export const mappingRowSchema = z
  .strictObject({
    to: targetSchema,
    /** Path into the incoming record: `email`, `address.city`, `lines[0].sku`, `["odd.name"]`. */
    from: path.optional(),
    value: value.optional(),
    expression: z.string().min(1).max(4000).optional(),
    steps: z.array(stepSchema).max(20).default([]),
    /** Type of the result; the destination's own type when absent. */
    type: fieldTypeSchema.optional(),
    /** A record without a value here is: kept on the failed list, or left out of the sync. Absent = not required. */
    required: z.enum(['dead-letter', 'skip']).optional(),
    otherwise: otherwiseSchema.default('fail'),
    /** The user agreed that this conversion may lose something (truncate, round, drop time). */
    lossy: z.boolean().optional(),
  })
  .refine(
    (row) => [row.from, row.value, row.expression].filter((source) => source !== undefined).length <= 1,
    'Use one of field, fixed value and expression.',
  );

/** Config of the `map` node. */
export const mapConfigSchema = z.strictObject({
  /** Path(s) into the incoming record that identify it. Absent = the source's own key. */
  key: z
    .union([path, z.array(path).min(1).max(8)])
    .optional()
    .meta({
      title: 'Key',
      description: 'Source field or fields that identify a record. Without it the source’s own key is used.',
      ui: { widget: 'fields', order: 1, advanced: true },
    }),
  fields: z
    .array(mappingRowSchema)
    .max(500)
    .default([])
    .meta({
      title: 'Fields',
      description: 'From where, through which steps, to which field.',
      ui: { widget: 'mapping', order: 2 },
    }),
  /** What happens to incoming top-level fields no row uses. */
  rest: z
    .enum(['drop', 'keep'])
    .default('drop')
    .meta({
      title: 'Other fields',
      description: 'Whether source fields no row uses are left out or passed on as they are.',
      ui: { order: 3, advanced: true },
    }),
});

export type Step = z.infer<typeof stepSchema>;
export type MappingRow = z.infer<typeof mappingRowSchema>;
export type MapConfig = z.infer<typeof mapConfigSchema>;
export type Otherwise = z.infer<typeof otherwiseSchema>;

const operators = [
  'equals',
  'not-equals',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'matches',
  'greater',
  'greater-or-equal',
  'less',
  'less-or-equal',
  'in',
  'not-in',
  'is-empty',
  'is-not-empty',
] as const;

export const testSchema = z.strictObject({
  field: path,
  is: z.enum(operators),
  value: value.optional(),
  /** Compare text without regard to case. */
  ignoreCase: z.boolean().default(true),
});

/** A condition of the `filter` and `branch` nodes: a list of tests, or a JSONata expression. */
export const conditionSchema = z.union([
  z.strictObject({ match: z.enum(['all', 'any']).default('all'), tests: z.array(testSchema).min(1).max(50) }),
  z.strictObject({ expression: z.string().min(1).max(4000) }),
]);
export type Condition = z.infer<typeof conditionSchema>;
export type Test = z.infer<typeof testSchema>;
