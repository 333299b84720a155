import type { ConnectorContext, DataRecord, FieldType, RecordSchema } from '@syncline/model';
import { openSchema, SyncError } from '@syncline/model';
import { inferSchema } from '../json/inferSchema.ts';
import { recordOf } from './csvHeader.ts';
import { cutFile } from './cutFile.ts';
import { findDataFiles } from './dataPath.ts';
import { ndjsonCutter } from './ndjsonCutter.ts';
import { type OpenedFile, openFile } from './openFile.ts';
import { looseReadSchema } from './readNode.ts';

const sampledRows = 200;

/** Columns and what their first 200 values look like. CSV values stay text; the type says what they can become. */
export async function describeFile(
  context: ConnectorContext,
  saved: Record<string, unknown>,
): Promise<RecordSchema> {
  const parsed = looseReadSchema.safeParse(saved);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join('.') ?? '';
    const message = `${path}: ${issue?.message ?? 'can not be read'}`;
    throw new SyncError('pause', 'source.query', message, { pause: 'config', path });
  }
  const config = parsed.data;
  const [name] = await findDataFiles(context.dataFolder, config.file);
  if (name === undefined) return openSchema;
  await using file = await openFile(context, name, config);
  const records = await sample(context, file, config.encoding);
  if (file.cutRows === null) return inferSchema(records, config.key);
  const fields = file.columns.map((column) => ({
    name: column,
    type: typeOfTexts(records.map((record) => record[column])),
    nullable: true,
    required: false,
  }));
  return { fields, key: config.key, cursorFields: [], open: false };
}

async function sample(
  context: ConnectorContext,
  file: OpenedFile,
  encoding: Parameters<typeof cutFile>[2],
): Promise<DataRecord[]> {
  const records: DataRecord[] = [];
  const rows =
    file.cutRows === null
      ? cutFile(file.handle, file.start, encoding, ndjsonCutter(encoding), context.signal)
      : cutFile(file.handle, file.start, encoding, file.cutRows, context.signal);
  for await (const pieces of rows) {
    for (const piece of pieces) {
      if ('problem' in piece || piece.value === null) continue;
      if (!Array.isArray(piece.value)) records.push(piece.value);
      else if (piece.value.length === file.columns.length) records.push(recordOf(file.columns, piece.value));
      if (records.length >= sampledRows) return records;
    }
  }
  return records;
}

const shapes: readonly [FieldType, RegExp][] = [
  // A leading zero makes a code, not a number: a postcode, an article.
  ['integer', /^-?(?:0|[1-9]\d{0,17})$/],
  ['decimal', /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/],
  ['boolean', /^(?:true|false)$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['datetime', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i],
  ['email', /^[^\s@<>]{1,64}@[^\s@<>.]+(?:\.[^\s@<>.]+)+$/],
  ['url', /^https?:\/\/\S+$/i],
];

/** @example typeOfTexts(['1', '2.5', null]) // 'decimal' */
function typeOfTexts(values: readonly unknown[]): FieldType {
  const texts = values.filter((value) => typeof value === 'string' && value !== '');
  if (texts.length === 0) return 'text';
  return shapes.find(([, shape]) => texts.every((text) => shape.test(String(text))))?.[0] ?? 'text';
}
