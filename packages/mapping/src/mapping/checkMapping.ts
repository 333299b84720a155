import { type Diagnostic, findField, type RecordSchema, type ReferenceTable } from '@syncline/model';
import type { MapConfig } from '../fieldTable.ts';
import { checkSourcePath } from './checkPath.ts';
import { checkRow } from './checkRow.ts';
import { endType } from './rowType.ts';

export interface MappingSurroundings {
  source: RecordSchema;
  /** null = the destination's fields aren't known. */
  target: RecordSchema | null;
  tables: Record<string, ReferenceTable>;
}

/**
 * Everything that can be said of a mapping before a record is mapped, each with its place and remedy. A mapping without
 * errors compiles; what is left as a warning may fail for single records.
 *
 * @returns diagnostics whose paths start at the node's config: `fields.3.from`, `key`.
 */
export function checkMapping(config: MapConfig, surroundings: MappingSurroundings): Diagnostic[] {
  const { source, target } = surroundings;
  return [
    ...checkKey(config, source),
    ...config.fields.flatMap((row, index) => checkRow(row, `fields.${index}`, surroundings)),
    ...checkDuplicates(config),
    ...(target === null ? [] : checkRequired(config, source, target)),
  ];
}

function checkKey({ key }: MapConfig, source: RecordSchema): Diagnostic[] {
  if (key === undefined) return [];
  if (typeof key === 'string') return checkSourcePath(key, source, { path: 'key' });
  return key.flatMap((path, index) => checkSourcePath(path, source, { path: `key.${index}` }));
}

function checkDuplicates({ fields }: MapConfig): Diagnostic[] {
  const firstRows = new Map<string, number>();
  const found: Diagnostic[] = [];
  for (const [index, { to }] of fields.entries()) {
    const first = firstRows.get(to);
    if (first === undefined) {
      firstRows.set(to, index);
    } else {
      found.push({
        severity: 'error',
        code: 'mapping.duplicate-target',
        path: `fields.${index}.to`,
        field: to,
        title: `${to} is filled twice`,
        whatToDo: `Remove this row or row ${first + 1}, or join both fields in one row.`,
      });
    }
  }
  return found;
}

/** Every field the destination insists on must have a value for every record, or the mapping must say what else. */
function checkRequired(config: MapConfig, source: RecordSchema, target: RecordSchema): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const field of target.fields) {
    if (!field.required || field.readOnly) continue;
    const index = config.fields.findIndex((row) => row.to === field.name);
    const row = config.fields[index];
    if (row === undefined) {
      if (config.rest === 'keep' && (source.open || findField(source, field.name) !== undefined)) continue;
      found.push({
        severity: 'error',
        code: 'mapping.required-field-unmapped',
        path: 'fields',
        field: field.name,
        title: `${field.name} has no value`,
        whatToDo: 'Map a field to it, or set a fixed value.',
      });
    } else if (row.required === undefined && endType(row, source).mayBeEmpty) {
      found.push({
        severity: 'error',
        code: 'mapping.required-field-unmapped',
        path: `fields.${index}.required`,
        field: field.name,
        title: `${field.name} may have no value`,
        whatToDo: 'Add a default, or choose what happens to records without a value.',
      });
    }
  }
  return found;
}
