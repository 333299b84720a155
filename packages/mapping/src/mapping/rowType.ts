import type { FieldType, RecordSchema, Value } from '@syncline/model';
import type { MappingRow } from '../fieldTable.ts';
import { transformOf } from '../transforms/transforms.ts';
import { isEmpty } from '../values/empty.ts';
import { findPath } from './sourcePath.ts';

/** What is known of a row's value without a record. */
export interface RowType {
  /** null = unknown. */
  type: FieldType | null;
  mayBeEmpty: boolean;
}

/** Type and emptiness of a row's value before its steps. */
export function startType(row: MappingRow, source: RecordSchema): RowType {
  if (row.from !== undefined) {
    const found = findPath(source, row.from);
    if (found === null || 'problem' in found) return { type: null, mayBeEmpty: true };
    return { type: found.field?.type ?? null, mayBeEmpty: found.field?.nullable ?? true };
  }
  if (row.value !== undefined) return { type: typeOfValue(row.value), mayBeEmpty: isEmpty(row.value) };
  // What an expression gives is only known when it runs; that it gives something is the author's promise.
  if (row.expression !== undefined) return { type: null, mayBeEmpty: false };
  return { type: null, mayBeEmpty: true };
}

/** Type and emptiness after all steps of a row. */
export function endType(row: MappingRow, source: RecordSchema): RowType {
  let { type, mayBeEmpty } = startType(row, source);
  const isNullable = (path: string): boolean => {
    const found = findPath(source, path);
    return found === null || 'problem' in found || (found.field?.nullable ?? true);
  };
  for (const step of row.steps) {
    const { transform, settings } = transformOf(step);
    mayBeEmpty = transform.mayBeEmpty?.(settings, mayBeEmpty, isNullable) ?? mayBeEmpty;
    type = transform.gives(settings, type);
  }
  return { type, mayBeEmpty };
}

/** The type a fixed value has by itself. Text may be anything written as text, so it stays unknown. */
function typeOfValue(value: Value): FieldType | null {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'json' : null;
}
