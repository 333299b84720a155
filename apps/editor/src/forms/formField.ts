import type { FieldUi } from '@syncline/model';

/** A piece of JSON Schema (draft 2020-12) as the catalogue gives it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type FieldKind =
  | 'text'
  | 'code'
  | 'number'
  | 'boolean'
  | 'literal'
  | 'choice'
  | 'texts'
  | 'group'
  | 'rows'
  | 'json'
  | NonNullable<FieldUi['widget']>;

/** One field of a form, read from its schema. */
export interface FormField {
  name: string;
  kind: FieldKind;
  title: string;
  description: string | undefined;
  required: boolean;
  fallback: unknown;
  ui: FieldUi;
  schema: JsonSchema;
}

const widgets: ReadonlySet<string> = new Set([
  'stream',
  'field',
  'fields',
  'cron',
  'timezone',
  'mapping',
  'condition',
  'branches',
  'expression',
  'file',
  'code',
  'secret',
  'endpoint',
  'key-values',
]);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The fields of an object's schema in the order they are shown in.
 *
 * @example readFields({ properties: { size: { type: 'integer', title: 'Size' } } })[0]?.kind // 'number'
 */
export function readFields(schema: JsonSchema): FormField[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(properties)
    .flatMap(([name, part]) => (isObject(part) ? [readField(name, part, required.includes(name))] : []))
    .toSorted((a, b) => (a.ui.order ?? 1000) - (b.ui.order ?? 1000));
}

function readField(name: string, schema: JsonSchema, required: boolean): FormField {
  // `ui` comes from the node's own definition through the catalogue, which the server built from the type FieldUi.
  const ui = (isObject(schema.ui) ? schema.ui : {}) as FieldUi;
  return {
    name,
    kind: kindOf(schema, ui),
    title: textOf(schema.title) ?? name,
    description: textOf(schema.description),
    required,
    fallback: schema.default,
    ui,
    schema,
  };
}

/** What the field is drawn as. A widget this build does not know is drawn by the JSON type underneath. */
function kindOf(schema: JsonSchema, ui: FieldUi): FieldKind {
  if (ui.widget !== undefined && widgets.has(ui.widget)) return ui.widget;
  if (schema.secret === true) return 'secret';
  if (choicesOf(schema).length > 0) return 'choice';
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return kindOfItems(schema.items);
    case 'object':
      if (isObject(schema.properties)) return 'group';
      return isObject(schema.additionalProperties) ? 'key-values' : 'json';
    default:
      if (!isTextUnion(schema)) return 'json';
      return unionOf(schema).some(({ type }) => type === 'boolean') ? 'literal' : 'text';
  }
}

function kindOfItems(items: unknown): FieldKind {
  if (!isObject(items)) return 'json';
  if (items.type === 'string') return 'texts';
  return items.type === 'object' && isObject(items.properties) ? 'rows' : 'json';
}

const unionOf = (schema: JsonSchema): JsonSchema[] => {
  const parts = Array.isArray(schema.oneOf) ? schema.oneOf : schema.anyOf;
  return Array.isArray(parts) ? parts.filter(isObject) : [];
};

const isTextUnion = (schema: JsonSchema): boolean => unionOf(schema).some(({ type }) => type === 'string');

export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

/**
 * The values a field can have, from `enum` or from a union of constants. A description that explains them
 * ("full: every row. incremental: only what changed.") becomes their hints.
 */
export function choicesOf(schema: JsonSchema): Choice[] {
  const description = textOf(schema.description) ?? '';
  const constants = unionOf(schema).flatMap((part) => {
    const value = textOf(part.const);
    return value === undefined ? [] : [{ value, label: textOf(part.title) ?? wordsOf(value) }];
  });
  if (constants.length > 0) return constants;
  if (!Array.isArray(schema.enum)) return [];
  return schema.enum.flatMap((value) => {
    if (typeof value !== 'string') return [];
    const hint = explanationOf(value, description);
    return [{ value, label: wordsOf(value), ...(hint && { hint }) }];
  });
}

/** Values that are no words: signs, and short forms of the record contract. */
const signs: Readonly<Record<string, string>> = {
  ts: 'A time',
  seq: 'A growing number',
  csv: 'CSV',
  ndjson: 'NDJSON',
  hmac: 'HMAC',
  oauth: 'OAuth 2.0',
  hex: 'hex',
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Vertical bar',
};

/** @example wordsOf('create-only') // 'Create only' */
function wordsOf(value: string): string {
  const sign = Object.hasOwn(signs, value) ? signs[value] : undefined;
  if (sign !== undefined) return sign;
  // Abbreviations (GET, POST), types of content and names with numbers (utf-8) stay as they are written.
  if (value === value.toUpperCase() || value.includes('/') || /\d/.test(value)) return value;
  const words = value.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function explanationOf(value: string, description: string): string | undefined {
  const start = description.indexOf(`${value}: `);
  if (start === -1 || (start > 0 && description[start - 1] !== ' ')) return undefined;
  const text = description.slice(start + value.length + 2);
  const sentence = text.slice(0, text.indexOf('.') === -1 ? undefined : text.indexOf('.'));
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What is said under a field: of a choice that explains its values, the chosen one's explanation. */
export function hintOf(field: FormField, value: unknown): string | undefined {
  if (field.kind !== 'choice') return field.description;
  const choices = choicesOf(field.schema);
  if (!choices.some(({ hint }) => hint)) return field.description;
  const held = value ?? field.fallback;
  const hint = choices.find((choice) => choice.value === held)?.hint;
  return hint && `${hint}.`;
}

/** Whether `showIf` lets the field be seen, given what its siblings hold or fall back to. */
export function isShown(
  field: FormField,
  fields: readonly FormField[],
  value: Record<string, unknown>,
): boolean {
  return Object.entries(field.ui.showIf ?? {}).every(([name, allowed]) => {
    const sibling = fields.find((other) => other.name === name);
    const held = Object.hasOwn(value, name) ? value[name] : sibling?.fallback;
    return allowed.some((one) => one === held);
  });
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

/** The object with one field changed. What is empty is left out, so that the default applies and diffs stay small. */
export function withField(
  value: Record<string, unknown>,
  name: string,
  next: unknown,
): Record<string, unknown> {
  const { [name]: _old, ...rest } = value;
  if (isNothing(next)) return rest;
  // The place of a field in the object is kept: a document in Git then shows one changed line.
  return Object.hasOwn(value, name) ? { ...value, [name]: next } : { ...rest, [name]: next };
}
