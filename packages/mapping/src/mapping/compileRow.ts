import type { DataRecord, Value } from '@syncline/model';
import { compileExpression } from '../expression/compileExpression.ts';
import { ExpressionError } from '../expression/data.ts';
import type { MappingRow } from '../fieldTable.ts';
import { compilePath } from '../path/path.ts';
import type { StepFunction } from '../transforms/transform.ts';
import { transformOf } from '../transforms/transforms.ts';
import { isEmpty } from '../values/empty.ts';
import { Failure, fail, type Outcome } from '../values/failure.ts';
import type { MappingEnv, MappingFailure } from './mappingEnv.ts';
import { endType } from './rowType.ts';
import { compileEnd, rowTarget } from './targetField.ts';

/** A row that gave no value for a record, and whether that leaves the record out or fails it. */
export class RowFailure {
  readonly verdict: 'skip' | 'dead-letter';
  readonly failure: MappingFailure;

  constructor(verdict: 'skip' | 'dead-letter', failure: MappingFailure) {
    this.verdict = verdict;
    this.failure = failure;
  }
}

export interface CompiledRow {
  to: string;
  /** Text of an expression only the host can run; null for all others. */
  slow: string | null;
  /** Where the value comes from. Of a slow row: nothing, the host's answer takes its place. */
  read: (record: DataRecord) => Outcome;
  /** Steps, conversion, rules and policies, from the value the source gave. */
  finish: (input: Outcome, record: DataRecord) => Value | undefined | RowFailure;
}

/**
 * @throws Error when the row can't run at all: bad path, format, expression. `checkMapping` says so in a friendlier way.
 */
export function compileRow(row: MappingRow, index: number, env: MappingEnv): CompiledRow {
  const { read, slow } = compileSource(row, env);
  const steps = row.steps.map((step) => compileStep(step, env));
  const end = compileEnd(row, env, endType(row, env.source).type);
  const needed = row.required !== undefined || rowTarget(row, env.target).field?.required === true;
  // Who asks for a value means more than blank text; a destination that merely refuses null takes blank text.
  const isMissing = row.required === undefined ? isNothing : isEmpty;
  const refuse = (failure: Failure, step: number | null, value: Outcome): RowFailure =>
    new RowFailure('dead-letter', describe(row, index, failure, step, value));

  const otherwise = (
    failure: Failure,
    step: number | null,
    value: Outcome,
  ): Value | undefined | RowFailure => {
    if (row.otherwise === 'fail') return refuse(failure, step, value);
    const instead = end(row.otherwise === 'empty' ? null : undefined);
    return instead instanceof Failure ? refuse(failure, step, value) : missing(instead, failure);
  };

  const missing = (value: Value | undefined, reason: Failure | null): Value | undefined | RowFailure => {
    if (!needed || !isMissing(value)) return value;
    const why = reason ?? fail('mapping.missing-value', `${row.to} has no value`);
    return new RowFailure(row.required ?? 'dead-letter', describe(row, index, why, null, undefined));
  };

  const finish = (input: Outcome, record: DataRecord): Value | undefined | RowFailure => {
    if (input instanceof Failure) return otherwise(input, null, undefined);
    let value = input;
    for (let step = 0; step < steps.length; step += 1) {
      const ready = steps[step];
      if (ready === undefined || (!ready.seesEmpty && isNothing(value))) continue;
      const next = ready.run(value, record);
      if (next instanceof Failure) return otherwise(next, step, value);
      value = next;
    }
    // Before the conversion: blank text is missing, not a bad number.
    if (needed && isMissing(value)) return missing(value, null);
    const result = end(value);
    if (result instanceof Failure) return otherwise(result, null, value);
    return needed ? missing(result, null) : result;
  };
  return { to: row.to, slow, read, finish };
}

const isNothing = (value: Value | undefined): value is null | undefined =>
  value === undefined || value === null;

function describe(
  row: MappingRow,
  index: number,
  why: Failure,
  step: number | null,
  value: Outcome,
): MappingFailure {
  const failure: MappingFailure = { field: row.to, row: index, step, code: why.code, message: why.message };
  if (value !== undefined && !(value instanceof Failure)) failure.value = value;
  return failure;
}

interface ReadyStep {
  run: StepFunction;
  seesEmpty: boolean;
}

function compileStep(step: MappingRow['steps'][number], env: MappingEnv): ReadyStep {
  const { transform, settings } = transformOf(step);
  const run = transform.compile(settings, { tables: env.tables, readPath: compilePath });
  return { run, seesEmpty: transform.seesEmpty === true };
}

function compileSource(row: MappingRow, env: MappingEnv): Pick<CompiledRow, 'read' | 'slow'> {
  if (row.from !== undefined) return { read: compilePath(row.from), slow: null };
  if (row.value !== undefined) {
    const { value } = row;
    return { read: () => value, slow: null };
  }
  if (row.expression === undefined) return { read: () => undefined, slow: null };
  const compiled = compileExpression(row.expression, { now: env.now });
  switch (compiled.kind) {
    case 'fast':
      return { read: guarded(compiled.evaluate), slow: null };
    case 'slow':
      return { read: () => undefined, slow: row.expression };
    case 'invalid':
      throw new Error(`The expression for ${row.to} can’t be used: ${compiled.issues[0]?.message}`);
  }
}

function guarded(evaluate: (record: DataRecord) => Value | undefined): (record: DataRecord) => Outcome {
  return (record) => {
    try {
      return evaluate(record);
    } catch (error) {
      if (error instanceof ExpressionError) return fail('mapping.expression-failed', error.message);
      throw error;
    }
  };
}
