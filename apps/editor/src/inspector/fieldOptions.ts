import { typeInWords } from '@syncline/mapping';
import type { FieldSchema } from '@syncline/model';
import type { PickerOption } from '../forms/FieldPicker.tsx';

/** Fields of a schema as choices, with their type in words. */
export const optionsOf = (fields: readonly FieldSchema[] | undefined): PickerOption[] =>
  (fields ?? []).map((field) => ({ value: field.name, hint: typeInWords(field.type) }));
