import { SyncError, type WriteOutcome, type WriteRecord } from '@syncline/model';
import type { ColumnShape, TableShape } from './tableShape.ts';
import type { UpsertConfig } from './upsertNode.ts';

export interface WriteItem {
  /** Position in the batch. */
  at: number;
  record: WriteRecord['record'];
  /** The destination's key, as it was sent. */
  key: string;
  /** Fields as the sender found them; they are compared before they are written. */
  expects?: WriteRecord['record'] | undefined;
}

/** Records that one statement can write: same operation, same columns, no key twice. */
export interface WriteStep {
  /** `update`: of rows that are there. One that is gone is not made again, and columns that must be filled need not be sent. */
  op: 'upsert' | 'update' | 'delete';
  columns: ColumnShape[];
  /** The sender wants to know how the rows then are. */
  asksBack: boolean;
  /** Of an update: rows that are no longer as they were found are left alone. */
  compares: boolean;
  items: WriteItem[];
}

export interface PreparedBatch {
  steps: WriteStep[];
  /** Outcomes that are known without asking the database, by position. */
  settled: Map<number, WriteOutcome>;
}

/**
 * Sorts a batch into statements. A field that is not sent must not be touched, so records go by their set of fields.
 * Different records of the source may meet in one row; those follow each other in steps of their own.
 *
 * @throws SyncError(pause) when a field is not a column that can be written.
 */
export function prepareSteps(
  shape: TableShape,
  config: UpsertConfig,
  batch: readonly WriteRecord[],
): PreparedBatch {
  const columns = new Map(shape.columns.map((column) => [column.name, column]));
  for (const name of config.key) requireColumn(shape, columns, name);
  const settled = new Map<number, WriteOutcome>();
  const steps = new Map<string, WriteStep>();
  const turns = new Map<string, number>();
  let last: { turn: number; kind: string; names: string[]; step: WriteStep } | null = null;
  let next = 0;
  for (const { op: wanted, record, partial, asksBack: asked, expects } of batch) {
    const at = next;
    next += 1;
    const op = wanted === 'upsert' && partial === true ? 'update' : wanted;
    const asksBack = asked === true && op !== 'delete';
    const compares = op === 'update' && expects !== undefined;
    const kind = asksBack || compares ? `${op} ${asksBack} ${compares}` : op;
    if (op === 'delete' && config.deletes !== 'delete') {
      settled.set(at, { status: 'ok', effect: 'unchanged' });
      continue;
    }
    const empty = config.key.find((name) => record[name] === undefined || record[name] === null);
    if (empty !== undefined) {
      const message = `${empty} is empty, but it is part of the key.`;
      settled.set(at, { status: 'reject', code: 'destination.rejected', message, fields: [empty] });
      continue;
    }
    const key = keyOf(config.key, record);
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    // The records of one mapping are alike, so most go where the one before went.
    if (last !== null && last.turn === turn && last.kind === kind && hasFields(record, last.names, op)) {
      last.step.items.push({ at, record, key, expects });
      continue;
    }
    const names: string[] = op === 'delete' ? config.key : sentFields(record);
    // Turns first: a later change of a row must not run before an earlier one. NUL can't be part of a column's name.
    const signature = `${String(turn).padStart(6, '0')}\0${kind}\0${names.join('\0')}`;
    let step = steps.get(signature);
    if (step === undefined) {
      const sent = names.map((name) => requireColumn(shape, columns, name));
      step = { op, columns: sent, asksBack, compares, items: [] };
      steps.set(signature, step);
    }
    step.items.push({ at, record, key, expects });
    last = { turn, kind, names, step };
  }
  const ordered = [...steps].sort(([a], [b]) => (a.slice(0, 6) < b.slice(0, 6) ? -1 : 1));
  return { steps: ordered.map(([, step]) => step), settled };
}

/** Exactly these are sent, in this order. Of a delete only the key is, whatever else the record holds. */
function hasFields(record: WriteRecord['record'], names: readonly string[], op: WriteStep['op']): boolean {
  if (op === 'delete') return true;
  let at = 0;
  for (const name in record) {
    if (record[name] === undefined) continue;
    if (names[at] !== name) return false;
    at += 1;
  }
  return at === names.length;
}

function sentFields(record: WriteRecord['record']): string[] {
  const names: string[] = [];
  for (const name in record) if (record[name] !== undefined) names.push(name);
  return names;
}

function keyOf(key: readonly string[], record: WriteRecord['record']): string {
  const [only] = key;
  if (key.length === 1 && only !== undefined) return String(record[only]);
  return JSON.stringify(key.map((name) => String(record[name])));
}

function requireColumn(
  shape: TableShape,
  columns: ReadonlyMap<string, ColumnShape>,
  name: string,
): ColumnShape {
  const column = columns.get(name);
  if (column !== undefined && !column.readOnly) return column;
  const message =
    column === undefined
      ? `${shape.label} has no column ${name}.`
      : `The database itself fills in ${shape.label}.${name}. Do not map to it.`;
  throw new SyncError('pause', 'destination.schema', message, { pause: 'schema', path: name });
}
