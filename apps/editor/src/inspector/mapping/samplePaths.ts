import { formatPath, typeInWords } from '@syncline/mapping';
import type { DataRecord, FieldSchema, Value } from '@syncline/model';
import type { PickerOption } from '../../forms/FieldPicker.tsx';
import { showPath } from './pathWords.ts';
import { showValue } from './showValue.ts';

const deepest = 3;
const most = 400;

/** Paths a row can read: the fields of the schema, and what the samples hold inside them, with a value to know them by. */
export function samplePaths(fields: readonly FieldSchema[], records: readonly DataRecord[]): PickerOption[] {
  const found = new Map<string, string>();
  const walk = (value: Value | undefined, path: (string | number)[]) => {
    if (found.size >= most) return;
    if (path.length > 0) {
      const text = formatPath(path);
      const isGroup = typeof value === 'object' && value !== null;
      if (!found.has(text) || found.get(text) === '') found.set(text, isGroup ? '' : sample(value));
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value) || path.length >= deepest) return;
    for (const [name, part] of Object.entries(value)) walk(part, [...path, name]);
  };
  for (const { name } of fields) found.set(formatPath([name]), '');
  for (const record of records.slice(0, 5)) walk(record, []);
  const types = new Map(fields.map((field) => [formatPath([field.name]), typeInWords(field.type)]));
  return [...found].map(([value, hint]) => ({
    value,
    label: showPath(value),
    hint: hint || types.get(value),
  }));
}

const sample = (value: Value | undefined): string => showValue(value).slice(0, 28);
