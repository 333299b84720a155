import { type FieldSchema, type FieldType, findField, type Value } from '@syncline/model';
import { type Converter, converterTo } from '../conversion/convertValue.ts';
import { ruleOf } from '../conversion/fieldRules.ts';
import type { MappingRow } from '../fieldTable.ts';
import { Failure, fail, type Outcome } from '../values/failure.ts';
import type { MappingEnv } from './mappingEnv.ts';

/** What a row's value has to become: the row's own type wins over the destination's. */
export function rowTarget(
  row: MappingRow,
  target: MappingEnv['target'],
): { type: FieldType | null; field: FieldSchema | null } {
  const field = (target === null ? undefined : findField(target, row.to)) ?? null;
  return { type: row.type ?? field?.type ?? null, field };
}

/**
 * The end of a row: conversion to the type, then the rules of the destination field.
 *
 * @param before type the value has after the steps, null = unknown.
 */
export function compileEnd(
  row: MappingRow,
  env: MappingEnv,
  before: FieldType | null,
): (value: Value | undefined) => Outcome {
  const { type, field } = rowTarget(row, env.target);
  const convert = type === null ? null : converterFor(row, type, field, before);
  const rule = field === null ? null : ruleOf(field);
  const notNull = field !== null && !field.nullable;
  return (value) => {
    if (value === undefined) return undefined;
    if (value === null) return notNull ? fail('mapping.missing-value', `${row.to} can’t be empty`) : null;
    const converted = convert === null ? value : convert(value);
    if (rule === null || converted instanceof Failure || converted === null) return converted;
    return rule(converted) ?? converted;
  };
}

function converterFor(
  row: MappingRow,
  type: FieldType,
  field: FieldSchema | null,
  before: FieldType | null,
): Converter {
  const limits = field?.type === type ? { scale: field.scale, precision: field.precision } : {};
  return converterTo(type, before, { lossy: row.lossy, ...limits });
}
