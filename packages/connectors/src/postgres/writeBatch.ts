import type { DataRecord, WriteOutcome } from '@syncline/model';
import type { ClientBase, QueryArrayResult } from 'pg';
import { describeRefusal, findBadField } from './badField.ts';
import { arrayText, cellWriter } from './cellText.ts';
import { isRecordError } from './failures.ts';
import { markStatement } from './marker.ts';
import { preparedName } from './preparedName.ts';
import { makeBuilder, type RawRow, rawText } from './rowBuilder.ts';
import type { ColumnShape, TableShape } from './tableShape.ts';
import type { UpsertConfig } from './upsertNode.ts';
import {
  canonicalKeyStatement,
  comparedColumns,
  deleteStatement,
  updateStatement,
  upsertStatement,
} from './writeSql.ts';
import type { WriteItem, WriteStep } from './writeSteps.ts';

export interface WriteTarget {
  shape: TableShape;
  config: UpsertConfig;
  /** Schema of the marker table; null = attempts are not marked. */
  markerSchema: string | null;
  attempt: { attemptId: string; destinationId: string; records: number };
}

type Settle = (at: number, outcome: WriteOutcome) => void;

/** The usual batch: rows and marker in one statement, which commits by itself. One round trip. */
export async function writeAtOnce(
  client: ClientBase,
  target: WriteTarget,
  step: WriteStep,
  settle: Settle,
): Promise<void> {
  await runStep(client, target, step, true, settle);
}

/**
 * Everything in one transaction, up to the commit. A step that fails on a record's content is halved until the bad
 * records stand alone; they are rejected and the others are written: about 2 log2(n) more statements for each.
 */
export async function writeInPieces(
  client: ClientBase,
  target: WriteTarget,
  steps: readonly WriteStep[],
  settle: Settle,
): Promise<void> {
  const { attempt, markerSchema } = target;
  // Deferred rules are checked at once, else a record would fail the commit instead of its own statement.
  await client.query('begin; set constraints all immediate');
  if (markerSchema !== null)
    await client.query(markStatement(markerSchema, 1), [
      attempt.attemptId,
      attempt.destinationId,
      attempt.records,
    ]);
  for (const step of steps) await writeOrHalve(client, target, step, settle, false);
}

async function writeOrHalve(
  client: ClientBase,
  target: WriteTarget,
  step: WriteStep,
  settle: Settle,
  isSifted: boolean,
): Promise<void> {
  if (step.items.length === 0) return;
  await client.query('savepoint piece');
  try {
    await runStep(client, target, step, false, settle);
    await client.query('release savepoint piece');
    return;
  } catch (thrown) {
    if (!isRecordError(thrown)) throw thrown;
    await client.query('rollback to savepoint piece; release savepoint piece');
    const [only] = step.items;
    if (step.items.length === 1 && only) {
      settle(only.at, describeRefusal(thrown, step.columns, only.record));
      return;
    }
  }
  const items = isSifted ? step.items : siftItems(step, settle);
  const middle = Math.ceil(items.length / 2);
  // Nothing was sifted out: halving the whole again is the progress. Something was: the rest gets one try as it is.
  const parts = items.length < step.items.length ? [items] : [items.slice(0, middle), items.slice(middle)];
  for (const part of parts) await writeOrHalve(client, target, { ...step, items: part }, settle, true);
}

/** Rejects at once what is plainly bad, so that a batch with many such records does not need many statements. */
function siftItems(step: WriteStep, settle: Settle): WriteItem[] {
  return step.items.filter((item) => {
    const rejection = findBadField(step.columns, item.record);
    if (rejection !== null) settle(item.at, rejection);
    return rejection === null;
  });
}

async function runStep(
  client: ClientBase,
  target: WriteTarget,
  step: WriteStep,
  marked: boolean,
  settle: Settle,
): Promise<void> {
  const { shape, config, attempt, markerSchema } = target;
  const compared = step.compares ? comparedColumns(step.columns, config.key) : [];
  const values: unknown[] = columnsAsArrays(step.columns, step.items);
  values.push(...columnsAsArrays(compared, step.items, ({ expects }) => expects ?? {}));
  const statement = statementOf(shape, step, config, compared);
  let text = statement;
  if (marked && markerSchema !== null) {
    text = `with mark as (${markStatement(markerSchema, values.length + 1)}) ${statement}`;
    values.push(attempt.attemptId, attempt.destinationId, attempt.records);
  }
  const answer = await client.query<RawRow>({
    ...preparedName(client, text),
    text,
    values,
    rowMode: 'array',
    types: rawText,
  });
  await settleStep(client, config, step, answer, settle);
}

function statementOf(
  shape: TableShape,
  { op, columns, asksBack }: WriteStep,
  config: UpsertConfig,
  compared: readonly ColumnShape[],
): string {
  if (op === 'delete') return deleteStatement(shape, columns);
  if (op === 'update') return updateStatement(shape, columns, config, asksBack, compared);
  return upsertStatement(shape, columns, config, asksBack);
}

function columnsAsArrays(
  columns: readonly ColumnShape[],
  items: readonly WriteItem[],
  recordOf: (item: WriteItem) => DataRecord = ({ record }) => record,
): string[] {
  return columns.map((column) => {
    const write = cellWriter(column);
    return arrayText(items, (item) => write(recordOf(item)[column.name] ?? null));
  });
}

type Effect = 'created' | 'updated' | 'deleted' | 'unchanged';

/** The answer holds the rows that were touched, by key; what is missing stayed as it was. */
async function settleStep(
  client: ClientBase,
  config: UpsertConfig,
  step: WriteStep,
  { rows, fields }: QueryArrayResult<RawRow>,
  settle: Settle,
): Promise<void> {
  const settleAll = (effect: Effect) => {
    const outcome: WriteOutcome = { status: 'ok', effect };
    for (const { at } of step.items) settle(at, outcome);
  };
  const keyLength = config.key.length;
  const effectOf = (row: RawRow): Effect => {
    if (step.op === 'delete') return 'deleted';
    return row[keyLength] === 't' ? 'created' : 'updated';
  };
  if (rows.length === 0) return settleAll('unchanged');
  const effects = new Set(rows.map(effectOf));
  const [only] = effects;
  if (!step.asksBack && rows.length === step.items.length && effects.size === 1 && only)
    return settleAll(only);
  const build = step.asksBack ? await makeBuilder(client, fields.slice(keyLength + 1)) : null;
  const byKey = new Map<string, WriteOutcome>();
  for (const row of rows) {
    const returned = build === null ? {} : { returned: build(row.slice(keyLength + 1)) };
    byKey.set(keyOfRow(row, keyLength), { status: 'ok', effect: effectOf(row), ...returned });
  }
  let keys = step.items.map(({ key }) => key);
  const sent = new Set(keys);
  if ([...byKey.keys()].some((key) => !sent.has(key))) keys = await canonicalKeys(client, config, step);
  for (const [index, { at }] of step.items.entries())
    settle(at, byKey.get(keys[index] ?? '') ?? { status: 'ok', effect: 'unchanged' });
}

const keyOfRow = (row: RawRow, length: number): string =>
  length === 1 ? String(row[0]) : JSON.stringify(row.slice(0, length).map(String));

async function canonicalKeys(client: ClientBase, config: UpsertConfig, step: WriteStep): Promise<string[]> {
  const columns = config.key.flatMap((name) => step.columns.filter((column) => column.name === name));
  const text = canonicalKeyStatement(columns);
  const values = columnsAsArrays(columns, step.items);
  const found = await client.query<(string | null)[]>({ text, values, rowMode: 'array' });
  return found.rows.map((row) => keyOfRow(row, columns.length));
}
