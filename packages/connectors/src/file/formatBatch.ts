import type { DataRecord, WriteOutcome, WriteRecord } from '@syncline/model';
import { csvLine, csvRow } from './csvText.ts';
import type { FilePosition } from './filePosition.ts';
import type { FileWriteConfig } from './writeNode.ts';

/** A batch as the text to append, with what becomes of each record. An empty file begins with its header. */
export function formatBatch(
  config: FileWriteConfig,
  position: FilePosition,
  batch: readonly WriteRecord[],
): { text: string; columns: string[] | null; outcomes: WriteOutcome[] } {
  const created: WriteOutcome = { status: 'ok', effect: 'created' };
  const unchanged: WriteOutcome = { status: 'ok', effect: 'unchanged' };
  if (config.format === 'ndjson') {
    const lines = batch.map(({ op, record }) => (op === 'delete' ? '' : `${JSON.stringify(record)}\n`));
    const outcomes = batch.map(({ op }) => (op === 'delete' ? unchanged : created));
    return { text: lines.join(''), columns: null, outcomes };
  }
  const upserts = batch.filter(({ op }) => op === 'upsert').map(({ record }) => record);
  const columns = position.columns ?? config.columns ?? fieldsOf(upserts);
  if (upserts.length === 0)
    return { text: '', columns: position.columns, outcomes: batch.map(() => unchanged) };
  let text = position.length === 0 ? csvLine(columns) : '';
  const outcomes = batch.map(({ op, record }): WriteOutcome => {
    if (op === 'delete') return unchanged;
    const stray = config.columns === undefined ? strayField(columns, record) : undefined;
    if (stray !== undefined) return strayOutcome(stray);
    text += csvRow(columns, record);
    return created;
  });
  return { text, columns, outcomes };
}

function fieldsOf(records: readonly DataRecord[]): string[] {
  const names = new Set<string>();
  for (const record of records) for (const name of Object.keys(record)) names.add(name);
  return [...names];
}

const strayField = (columns: readonly string[], record: DataRecord): string | undefined =>
  Object.keys(record).find((name) => record[name] !== undefined && !columns.includes(name));

const strayOutcome = (field: string): WriteOutcome => ({
  status: 'reject',
  code: 'destination.rejected',
  message: `The file has no column ${field}. Name its columns in the step, or start a new file.`,
  fields: [field],
});
