import type { DataRecord, Value } from '@syncline/model';
import type { MapConfig, MappingRow } from '../fieldTable.ts';
import { stepLabel } from '../transforms/transforms.ts';
import { Failure } from '../values/failure.ts';
import { type CompiledRow, compileRow, RowFailure } from './compileRow.ts';
import type { MappingEnv, MappingFailure } from './mappingEnv.ts';

/** What one row makes of one record, for the preview. */
export interface RowExplanation {
  to: string;
  /** Where the value comes from, in words the row itself uses: a path, an expression, or null for a fixed value. */
  from: string | null;
  input: Value | undefined;
  output: Value | undefined;
  failure: MappingFailure | null;
  /** Steps in plain words. */
  steps: string[];
}

/** What one row makes of a set of sample records. */
export interface SampleExplanation {
  to: string;
  /** Records that got a value. */
  converted: number;
  /** Records that got none, and that is fine. */
  empty: number;
  failed: number;
  /** Up to five values that failed, each once, with the reason. */
  failures: { value: Value | undefined; message: string }[];
}

type ReadyRow = { row: MappingRow; compiled: CompiledRow } | { row: MappingRow; problem: MappingFailure };

/**
 * Row by row what a mapping makes of one record. Never throws: a row that can't run says why in its `failure`.
 *
 * @example explainMapping(config, env, { email: 'x' })[0]?.failure?.message // '“x” is not an e-mail address'
 */
export function explainMapping(config: MapConfig, env: MappingEnv, record: DataRecord): RowExplanation[] {
  return readyRows(config, env).map((row) => explainRow(row, record));
}

/** Row by row how many of the samples convert. Never throws. */
export function explainSamples(
  config: MapConfig,
  env: MappingEnv,
  records: DataRecord[],
): SampleExplanation[] {
  return readyRows(config, env).map((ready) => {
    const found: SampleExplanation = { to: ready.row.to, converted: 0, empty: 0, failed: 0, failures: [] };
    for (const record of records) {
      const { input, output, failure } = explainRow(ready, record);
      if (failure === null) {
        if (output === undefined || output === null) found.empty += 1;
        else found.converted += 1;
        continue;
      }
      found.failed += 1;
      const value = failure.value ?? input;
      const known = found.failures.some(
        (other) => other.value === value && other.message === failure.message,
      );
      if (!known && found.failures.length < 5) found.failures.push({ value, message: failure.message });
    }
    return found;
  });
}

function readyRows(config: MapConfig, env: MappingEnv): ReadyRow[] {
  return config.fields.map((row, index) => {
    try {
      const compiled = compileRow(row, index, env);
      if (compiled.slow === null) return { row, compiled };
      const message = 'This expression runs on the server; its result shows in the test run.';
      return {
        row,
        problem: { field: row.to, row: index, step: null, code: 'mapping.runs-on-server', message },
      };
    } catch (error) {
      return { row, problem: failureOf(row, index, error) };
    }
  });
}

function failureOf(row: MappingRow, index: number, error: unknown): MappingFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { field: row.to, row: index, step: null, code: 'mapping.row-broken', message };
}

function explainRow(ready: ReadyRow, record: DataRecord): RowExplanation {
  const { row } = ready;
  const explanation: RowExplanation = {
    to: row.to,
    from: row.from ?? row.expression ?? null,
    input: undefined,
    output: undefined,
    failure: null,
    steps: row.steps.map(stepLabel),
  };
  if ('problem' in ready) return { ...explanation, failure: ready.problem };
  const { compiled } = ready;
  const input = compiled.read(record);
  const output = compiled.finish(input, record);
  if (!(input instanceof Failure)) explanation.input = input;
  if (output instanceof RowFailure) explanation.failure = output.failure;
  else explanation.output = output;
  return explanation;
}
