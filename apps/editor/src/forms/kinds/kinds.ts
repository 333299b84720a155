import type { ComponentType } from 'react';
import { lazyPart } from '../../parts/lazyPart.ts';
import type { KindProps } from '../formContext.ts';
import type { FieldKind } from '../formField.ts';
import { BooleanField } from './BooleanField.tsx';
import { ChoiceField } from './ChoiceField.tsx';
import { FieldField } from './FieldField.tsx';
import { FieldsField } from './FieldsField.tsx';
import { FileField } from './FileField.tsx';
import { GroupField } from './GroupField.tsx';
import { JsonField } from './JsonField.tsx';
import { KeyValuesField } from './KeyValuesField.tsx';
import { LiteralField } from './LiteralField.tsx';
import { NumberField } from './NumberField.tsx';
import { RowsField } from './RowsField.tsx';
import { SecretField } from './SecretField.tsx';
import { StreamField } from './StreamField.tsx';
import { TextField } from './TextField.tsx';
import { TextsField } from './TextsField.tsx';
import { TimezoneField } from './TimezoneField.tsx';

// The words of cron lines and the code editor are large; forms without them must not pay for them.
const CronField = lazyPart(() => import('./CronField.tsx'));
const CodeField = lazyPart(() => import('./CodeField.tsx'));

const inputs: Partial<Record<FieldKind, ComponentType<KindProps>>> = {
  text: TextField,
  code: CodeField,
  expression: CodeField,
  number: NumberField,
  boolean: BooleanField,
  literal: LiteralField,
  choice: ChoiceField,
  texts: TextsField,
  field: FieldField,
  fields: FieldsField,
  stream: StreamField,
  file: FileField,
  'key-values': KeyValuesField,
  timezone: TimezoneField,
  secret: SecretField,
  cron: CronField,
  group: GroupField,
  rows: RowsField,
  endpoint: JsonField,
  mapping: JsonField,
  condition: JsonField,
  branches: JsonField,
  json: JsonField,
};

/** The input a kind is drawn with where the surroundings bring none of their own. */
export const inputFor = (kind: FieldKind): ComponentType<KindProps> => inputs[kind] ?? TextField;

const selfLabelled: ReadonlySet<FieldKind> = new Set([
  'group',
  'rows',
  'boolean',
  'mapping',
  'condition',
  'branches',
  'endpoint',
]);

/** Kinds that draw their own heading and show the errors of their parts in place. */
export const isSelfLabelled = (kind: FieldKind): boolean => selfLabelled.has(kind);
