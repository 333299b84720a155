import type { Step, StepName } from '@syncline/mapping';
import type { JsonSchema } from '../../forms/formField.ts';

export interface StepForm {
  title: string;
  doc: string;
  group: 'Text' | 'Numbers and dates' | 'Lists' | 'Missing values' | 'Known values';
  /** The step as it begins; a word when it has no settings. */
  start: Step;
  settings?: JsonSchema;
}

const text = (title: string, more: Record<string, unknown> = {}) => ({ type: 'string', title, ...more });
const whole = (title: string, more: Record<string, unknown> = {}) => ({ type: 'integer', title, ...more });
const fields = (title: string) => ({
  type: 'array',
  items: { type: 'string' },
  title,
  ui: { widget: 'fields' },
});
const zone = { ...text('Time zone'), default: 'UTC', ui: { widget: 'timezone' } };
const dateHint = 'Written as it stands there: YYYY year, MM month, DD day, HH hours, mm minutes.';
const otherwise = (choices: readonly string[]) => ({
  type: 'string',
  title: 'Any other value',
  description:
    'fail: The record goes to failed. empty: The field is left empty. keep: The value stays as it is.',
  enum: choices,
  default: 'fail',
});
const form = (properties: Record<string, unknown>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
});

/** What the palette says of each step and what it asks. The type refuses a table that forgets a step. */
export const stepForms: Readonly<Record<StepName, StepForm>> = {
  trim: { title: 'Trim', doc: 'Takes blanks off both ends', group: 'Text', start: 'trim' },
  lowercase: { title: 'Lower case', doc: 'ANA becomes ana', group: 'Text', start: 'lowercase' },
  uppercase: { title: 'Upper case', doc: 'ana becomes ANA', group: 'Text', start: 'uppercase' },
  titlecase: {
    title: 'Capital first letters',
    doc: 'ANA kovač becomes Ana Kovač',
    group: 'Text',
    start: 'titlecase',
  },
  'collapse-spaces': {
    title: 'Single spaces',
    doc: 'Several blanks in a row become one',
    group: 'Text',
    start: 'collapse-spaces',
  },
  email: {
    title: 'Clean e-mail',
    doc: 'Trims, lowers the domain, and refuses what is no address',
    group: 'Text',
    start: 'email',
  },
  phone: {
    title: 'Phone number',
    doc: 'Any way of writing becomes +49 30 123456',
    group: 'Text',
    start: { do: 'phone', country: 'DE' },
    settings: form(
      {
        country: text('Country of numbers without +', {
          description: 'Two letters, such as DE or FR.',
          maxLength: 2,
        }),
      },
      ['country'],
    ),
  },
  prefix: {
    title: 'Put in front',
    doc: 'Puts text before it',
    group: 'Text',
    start: { do: 'prefix', text: '' },
    settings: form({ text: text('Text before') }, ['text']),
  },
  suffix: {
    title: 'Put behind',
    doc: 'Puts text behind it',
    group: 'Text',
    start: { do: 'suffix', text: '' },
    settings: form({ text: text('Text behind') }, ['text']),
  },
  replace: {
    title: 'Replace',
    doc: 'Every place a text is found gets another',
    group: 'Text',
    start: { do: 'replace', find: '-', with: '', pattern: false },
    settings: form(
      {
        find: text('Find'),
        with: text('Put instead', { description: 'Nothing = take it out.' }),
        pattern: { type: 'boolean', title: 'Find is a regular expression', default: false },
      },
      ['find'],
    ),
  },
  truncate: {
    title: 'Cut to length',
    doc: 'Keeps the first characters',
    group: 'Text',
    start: { do: 'truncate', length: 100 },
    settings: form({ length: whole('Characters to keep', { minimum: 1, maximum: 100_000 }) }, ['length']),
  },
  concat: {
    title: 'Join with fields',
    doc: 'First name and last name become one text',
    group: 'Text',
    start: { do: 'concat', with: [], separator: ' ' },
    settings: form(
      {
        with: fields('Other fields'),
        separator: text('Between them', { description: 'A blank where nothing is written.' }),
      },
      ['with'],
    ),
  },
  'to-text': {
    title: 'To text',
    doc: 'Numbers and yes/no as they are written',
    group: 'Text',
    start: 'to-text',
  },
  integer: {
    title: 'To whole number',
    doc: 'Text like 42 becomes 42',
    group: 'Numbers and dates',
    start: 'integer',
  },
  number: {
    title: 'To number',
    doc: 'Text like 1.234,50 becomes 1234.50',
    group: 'Numbers and dates',
    start: { do: 'number', decimal: '.' },
    settings: form({
      decimal: text('Decimal mark', {
        oneOf: [
          { const: '.', title: 'Point, as in 1,234.50' },
          { const: ',', title: 'Comma, as in 1.234,50' },
        ],
        default: '.',
      }),
    }),
  },
  round: {
    title: 'Round',
    doc: 'To so many digits behind the point',
    group: 'Numbers and dates',
    start: { do: 'round', digits: 0 },
    settings: form({ digits: whole('Digits behind the point', { minimum: 0, maximum: 12, default: 0 }) }),
  },
  boolean: {
    title: 'To yes/no',
    doc: 'Words that mean yes or no; any other fails',
    group: 'Numbers and dates',
    start: { do: 'boolean' },
    settings: form({
      yes: { type: 'array', items: { type: 'string' }, title: 'Also mean yes' },
      no: { type: 'array', items: { type: 'string' }, title: 'Also mean no' },
    }),
  },
  'parse-date': {
    title: 'To date',
    doc: '03.11.1988 becomes 1988-11-03',
    group: 'Numbers and dates',
    start: { do: 'parse-date', format: 'DD.MM.YYYY' },
    settings: form({ format: text('Format of the values', { description: dateHint }) }, ['format']),
  },
  'parse-datetime': {
    title: 'To date and time',
    doc: 'Text with a clock time becomes a moment',
    group: 'Numbers and dates',
    start: { do: 'parse-datetime', format: 'YYYY-MM-DD HH:mm:ss', timezone: 'UTC' },
    settings: form({ format: text('Format of the values', { description: dateHint }), timezone: zone }, [
      'format',
    ]),
  },
  'format-date': {
    title: 'Write date as',
    doc: '1988-11-03 becomes 03.11.1988',
    group: 'Numbers and dates',
    start: { do: 'format-date', format: 'DD.MM.YYYY', timezone: 'UTC' },
    settings: form({ format: text('Format', { description: dateHint }), timezone: zone }, ['format']),
  },
  split: {
    title: 'Split',
    doc: 'Cuts a text at a sign: a list, or one part',
    group: 'Lists',
    start: { do: 'split', separator: ',' },
    settings: form(
      {
        separator: text('Cut at'),
        part: whole('Only part number', {
          description: '0 is the first, -1 the last. Empty = all as a list.',
        }),
      },
      ['separator'],
    ),
  },
  join: {
    title: 'Join list',
    doc: 'A list becomes one text',
    group: 'Lists',
    start: { do: 'join', separator: ', ' },
    settings: form({ separator: text('Between the parts') }),
  },
  'to-json': { title: 'To JSON', doc: 'Lists and objects as text', group: 'Lists', start: 'to-json' },
  'blank-to-null': {
    title: 'Blank becomes empty',
    doc: 'Text of nothing but blanks clears the field',
    group: 'Missing values',
    start: 'blank-to-null',
  },
  default: {
    title: 'Default',
    doc: 'A value for records that have none',
    group: 'Missing values',
    start: { do: 'default', value: '' },
    settings: form({ value: { title: 'Value' } }),
  },
  coalesce: {
    title: 'First that has a value',
    doc: 'Tries other fields while this one is empty',
    group: 'Missing values',
    start: { do: 'coalesce', from: [] },
    settings: form({ from: fields('Then try') }, ['from']),
  },
  'map-values': {
    title: 'Translate values',
    doc: 'CH becomes Switzerland',
    group: 'Known values',
    start: { do: 'map-values', values: {}, otherwise: 'fail' },
    settings: form(
      {
        values: {
          type: 'object',
          additionalProperties: { type: 'string' },
          title: 'Value and what it becomes',
          ui: { widget: 'key-values' },
        },
        otherwise: otherwise(['fail', 'keep', 'empty']),
      },
      ['values'],
    ),
  },
  lookup: {
    title: 'Look up',
    doc: 'Finds the value in a table kept with the flow',
    group: 'Known values',
    start: { do: 'lookup', table: '', column: '', otherwise: 'fail' },
    settings: form(
      {
        table: text('Table', { ui: { widget: 'lookup-table' } }),
        column: text('Column to take', { ui: { widget: 'lookup-column' } }),
        otherwise: otherwise(['fail', 'empty', 'keep']),
      },
      ['table', 'column'],
    ),
  },
};
