import {
  type Change,
  type ConnectorContext,
  type DataRecord,
  keyText,
  noVersion,
  type ReadPage,
  type ReadRequest,
  type RejectedInput,
  type Source,
  SyncError,
} from '@syncline/model';
import * as z from 'zod';
import type { CsvRow } from './csvCutter.ts';
import { recordOf } from './csvHeader.ts';
import { cutFile, type FilePiece } from './cutFile.ts';
import { findDataFiles } from './dataPath.ts';
import { describeFile } from './describeFile.ts';
import { ndjsonCutter } from './ndjsonCutter.ts';
import { type OpenedFile, openFile } from './openFile.ts';
import { type FileReadConfig, parseReadConfig } from './readNode.ts';

const tokenSchema = z.object({
  file: z.string(),
  offset: z.number(),
  line: z.number(),
  size: z.number(),
  mtime: z.number(),
});
type FileToken = z.infer<typeof tokenSchema>;

export const fileSource: Source = {
  // A file says nothing of what changed in it: always everything.
  openWindow: async () => null,
  read: readPages,
  describe: describeFile,
};

async function* readPages(context: ConnectorContext, request: ReadRequest): AsyncGenerator<ReadPage> {
  const config = parseReadConfig(request.config);
  const resume = readToken(request);
  const names = await findDataFiles(context.dataFolder, config.file);
  if (names.length === 0) context.log('info', `No file fits ${config.file}.`);
  const left = resume === null ? names : names.filter((name) => name >= resume.file);
  for (const [at, name] of left.entries()) {
    await using file = await openFile(context, name, config);
    requireKey(config, file);
    const token = resume?.file === name && isSameFile(context, file, resume) ? resume : null;
    yield* readFile(context, request, config, file, token, {
      behind: names.length - left.length + at,
      of: names.length,
    });
    await warnIfChanged(context, file);
  }
}

function readToken(request: ReadRequest): FileToken | null {
  if (request.token === null) return null;
  const parsed = tokenSchema.safeParse(request.token);
  if (parsed.success) return parsed.data;
  throw new SyncError('fatal', 'run.internal', 'The place to go on reading from is unreadable.');
}

function isSameFile(context: ConnectorContext, file: OpenedFile, token: FileToken): boolean {
  if (token.size === file.size && token.mtime === file.mtime) return true;
  context.log('warn', `${file.name} has changed since it was half read: it is read from its start again.`);
  return false;
}

async function warnIfChanged(context: ConnectorContext, file: OpenedFile): Promise<void> {
  const now = await file.handle.stat();
  if (now.size !== file.size || Math.floor(now.mtimeMs) !== file.mtime)
    context.log('warn', `${file.name} changed while it was read. Run it again to be sure of all its rows.`);
}

async function* readFile(
  context: ConnectorContext,
  request: ReadRequest,
  config: FileReadConfig,
  file: OpenedFile,
  resume: FileToken | null,
  files: { behind: number; of: number },
): AsyncGenerator<ReadPage> {
  const sourceTs = new Date(file.mtime).toISOString();
  const tokenAt = (offset: number, line: number): FileToken => ({
    file: file.name,
    offset,
    line,
    size: file.size,
    mtime: file.mtime,
  });
  const progressAt = (offset: number) => (files.behind + offset / Math.max(file.size, 1)) / files.of;
  const start = resume ?? file.start;
  const emptyPage = (): ReadPage => ({ changes: [], rejected: [], token: null, bytes: 0 });
  let page = emptyPage();
  for await (const pieces of piecesOf(context, config, file, start)) {
    const receivedTs = context.now().toISOString();
    for (const piece of pieces) {
      const made = makeChange(config, file, piece, sourceTs, receivedTs);
      page.bytes += piece.bytes;
      if (made === null) continue;
      if ('code' in made) page.rejected.push(made);
      else page.changes.push(made);
      const count = page.changes.length + page.rejected.length;
      if (count < request.pageRecords && page.bytes < request.pageBytes) continue;
      page.token = tokenAt(piece.end, piece.nextLine);
      page.progress = progressAt(piece.end);
      yield page;
      page = emptyPage();
    }
  }
  if (page.changes.length + page.rejected.length === 0) return;
  page.token = tokenAt(file.size, 0);
  page.progress = progressAt(file.size);
  yield page;
}

type ReadPiece = FilePiece<CsvRow | DataRecord | null>;

function piecesOf(
  context: ConnectorContext,
  config: FileReadConfig,
  file: OpenedFile,
  start: { offset: number; line: number },
): AsyncGenerator<ReadPiece[]> {
  return file.cutRows === null
    ? cutFile(file.handle, start, config.encoding, ndjsonCutter(config.encoding), context.signal)
    : cutFile(file.handle, start, config.encoding, file.cutRows, context.signal);
}

/** null = nothing stood there. */
function makeChange(
  config: FileReadConfig,
  file: OpenedFile,
  piece: ReadPiece,
  sourceTs: string,
  receivedTs: string,
): Change | RejectedInput | null {
  const reject = (code: string, message: string, raw: string): RejectedInput => ({
    place: config.file.includes('*') ? `line ${piece.line} of ${file.name}` : `line ${piece.line}`,
    code,
    message,
    raw: raw.slice(0, 8192),
  });
  if ('problem' in piece) return reject(piece.code, piece.problem, piece.raw);
  const { value } = piece;
  if (value === null || (Array.isArray(value) && value.length === 0)) return null;
  if (Array.isArray(value) && value.length !== file.columns.length) {
    const message = `The row has ${value.length} columns, ${file.columns.length} are expected.`;
    return reject('source.bad-row', message, value.join(','));
  }
  const record = Array.isArray(value) ? recordOf(file.columns, value) : value;
  const key = keyText(config.key.map((name) => (Object.hasOwn(record, name) ? record[name] : null)));
  if (key === null)
    return reject('source.no-key', `The key (${config.key.join(', ')}) is empty.`, JSON.stringify(record));
  return { stream: config.file, key, op: 'upsert', version: noVersion, record, sourceTs, receivedTs };
}

function requireKey(config: FileReadConfig, file: OpenedFile): void {
  const missing = config.key.find((name) => file.columns.length > 0 && !file.columns.includes(name));
  if (missing === undefined) return;
  const known = file.columns.slice(0, 30).join(', ');
  throw new SyncError('pause', 'source.schema', `${file.name} has no column ${missing}. It has: ${known}.`, {
    pause: 'schema',
    path: 'key',
  });
}
