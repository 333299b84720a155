import { type DataRecord, hostileNames, keyText } from '@syncline/model';
import type { ExpressionHost, ExpressionResult } from '../expression/evaluateGuarded.ts';
import type { MapConfig, MappingRow } from '../fieldTable.ts';
import { compilePath, parsePath } from '../path/path.ts';
import { fail, type Outcome } from '../values/failure.ts';
import { type CompiledRow, compileRow, RowFailure } from './compileRow.ts';
import type { CompiledMapping, MappingEnv, MappingFailure, MappingResult } from './mappingEnv.ts';
import { rowPaths } from './rowPaths.ts';

/** Answers of the host for one slow row, one per record. */
type Answers = ReadonlyMap<CompiledRow, readonly ExpressionResult[]>;

/**
 * Compiles the mapping of a map node into one function.
 *
 * @throws Error when a row can't run at all, naming it. Ask `checkMapping` first for all problems at once.
 * @example
 * const mapping = compileMapping(config, { tables: {}, source, target, now: () => new Date() });
 * mapping.apply({ email: ' Ada@Example.com ' }) // { verdict: 'ok', record: { email: 'ada@example.com' } }
 */
export function compileMapping(config: MapConfig, env: MappingEnv): CompiledMapping {
  const rows = config.fields.map((row, index) => compileNamed(row, index, env));
  const slow = rows.some((row) => row.slow !== null);
  const keepRest = config.rest === 'keep' ? restKeeper(config, env) : null;
  const MappedRecord = recordMaker();

  const run = (record: DataRecord, answers: Answers | null, place: number): MappingResult => {
    const mapped = new MappedRecord();
    let failures: MappingFailure[] | null = null;
    let verdict: 'skip' | 'dead-letter' = 'dead-letter';
    if (keepRest !== null) keepRest(record, mapped);
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index];
      if (row === undefined) continue;
      const input = row.slow === null || answers === null ? row.read(record) : answerOf(answers, row, place);
      const value = row.finish(input, record);
      if (value === undefined) continue;
      if (value instanceof RowFailure) {
        failures ??= [];
        failures.push(value.failure);
        // A record the user wants left out is left out, whatever else is wrong with it.
        if (value.verdict === 'skip') verdict = 'skip';
      } else {
        mapped[row.to] = value;
      }
    }
    return failures === null ? { verdict: 'ok', record: mapped } : { verdict, failures };
  };

  return {
    slow,
    apply: (record) => {
      if (slow)
        throw new Error('This mapping has an expression that needs the expression host: use applyAll.');
      return run(record, null, 0);
    },
    applyAll: async (records, host) => {
      const answers = slow ? await askHost(rows, records, host) : null;
      return records.map((record, place) => run(record, answers, place));
    },
    identity: compileIdentity(config.key),
  };
}

function compileNamed(row: MappingRow, index: number, env: MappingEnv): CompiledRow {
  if (hostileNames.has(row.to)) throw new Error(`The field name ${row.to} is reserved. Choose another one.`);
  try {
    return compileRow(row, index, env);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Row ${index + 1} (${row.to}): ${reason}`, { cause: error });
  }
}

/**
 * A constructor for the records of one mapping. They inherit nothing, so no name in them means anything but itself, and
 * V8 learns their shape, which it doesn't for `Object.create(null)`.
 */
function recordMaker(): new () => DataRecord {
  const Mapped = function Mapped() {};
  Mapped.prototype = Object.create(null);
  // A function with a prototype is a constructor; only the `function` type doesn't say so.
  return Mapped as unknown as new () => DataRecord;
}

function compileIdentity(key: MapConfig['key']): CompiledMapping['identity'] {
  if (key === undefined) return () => undefined;
  const readers = (typeof key === 'string' ? [key] : key).map(compilePath);
  return (record) => keyText(readers.map((read) => read(record)));
}

/** Copies the fields no row reads and no row writes. */
function restKeeper(config: MapConfig, env: MappingEnv): (record: DataRecord, mapped: DataRecord) => void {
  const taken = new Set<string>(hostileNames);
  for (const row of config.fields) {
    taken.add(row.to);
    const paths = rowPaths(row);
    if (paths === 'dynamic') continue;
    for (const path of paths) taken.add(String(parsePath(path)[0]));
  }
  const readOnly = env.target?.fields.filter((field) => field.readOnly).map((field) => field.name) ?? [];
  for (const name of readOnly) taken.add(name);
  return (record, mapped) => {
    for (const name of Object.keys(record)) if (!taken.has(name)) mapped[name] = record[name];
  };
}

async function askHost(
  rows: CompiledRow[],
  records: DataRecord[],
  host: ExpressionHost | null,
): Promise<Answers> {
  if (host === null)
    throw new Error('This mapping has an expression that needs the expression host, and there is none.');
  const answers = new Map<CompiledRow, ExpressionResult[]>();
  for (const row of rows) {
    if (row.slow !== null) answers.set(row, await host.evaluateAll(row.slow, records));
  }
  return answers;
}

function answerOf(answers: Answers, row: CompiledRow, place: number): Outcome {
  const answer = answers.get(row)?.[place];
  if (answer === undefined) return fail('mapping.expression-failed', 'The expression gave no answer');
  return answer.ok ? answer.value : fail('mapping.expression-failed', answer.message);
}
