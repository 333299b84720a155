import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type ConnectorContext, SyncError } from '@syncline/model';
import iconv from 'iconv-lite';
import { type CsvRow, csvCutter, guessDelimiter } from './csvCutter.ts';
import { nameColumns, numberColumns } from './csvHeader.ts';
import { type CutStart, type Cutter, cutFile, type Encoding, markLength } from './cutFile.ts';
import { isMissing, resolveDataFile } from './dataPath.ts';
import type { FileReadConfig } from './readNode.ts';

const headBytes = 64 * 1024;

export interface OpenedFile extends AsyncDisposable {
  handle: FileHandle;
  name: string;
  size: number;
  /** Milliseconds since 1970; with the size it tells whether a file is still the same. */
  mtime: number;
  /** Where the first record begins, behind byte order mark and header. */
  start: CutStart;
  /** CSV only. */
  columns: string[];
  cutRows: Cutter<CsvRow> | null;
}

type Settings = Pick<FileReadConfig, 'format' | 'delimiter' | 'quote' | 'encoding' | 'header'>;

/**
 * Opens a file of the data folder and reads what its start tells.
 *
 * @throws SyncError(retry) when it is not there (yet), SyncError(pause) when it can't be read as configured.
 */
export async function openFile(
  context: ConnectorContext,
  name: string,
  settings: Settings,
): Promise<OpenedFile> {
  const path = await resolveDataFile(context.dataFolder, name);
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
    (thrown: unknown) => {
      if (!isMissing(thrown)) throw thrown;
      throw new SyncError('retry', 'source.unreachable', `There is no file ${name} in the data folder.`, {
        cause: thrown,
        path: 'file',
      });
    },
  );
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw wrong(`${name} is not a file.`, 'file');
    const file = { handle, name, size: found.size, mtime: Math.floor(found.mtimeMs) };
    return {
      ...file,
      ...(await readStart(context, file, settings)),
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

async function readStart(
  context: ConnectorContext,
  file: { handle: FileHandle; name: string; size: number },
  settings: Settings,
): Promise<Pick<OpenedFile, 'start' | 'columns' | 'cutRows'>> {
  const buffer = Buffer.alloc(headBytes);
  const { bytesRead } = await file.handle.read(buffer, 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  const { encoding } = settings;
  if (encoding !== 'utf-16le' && ((head[0] === 0xff && head[1] === 0xfe) || head.subarray(0, 4).includes(0)))
    throw wrong(`${file.name} looks like UTF-16. Choose the encoding utf-16le.`, 'encoding');
  const behindMark = { offset: markLength(head, encoding), line: 1 };
  if (settings.format === 'ndjson') return { start: behindMark, columns: [], cutRows: null };
  const text = iconv.decode(head.subarray(behindMark.offset), encoding);
  if (!text.includes('\n') && text.includes('\r'))
    throw wrong(`${file.name} ends its lines with CR alone. Save it with LF or CR LF.`, 'file');
  const delimiter = settings.delimiter === 'auto' ? guessDelimiter(text, settings.quote) : settings.delimiter;
  const cutRows = csvCutter({ delimiter, quote: settings.quote, encoding });
  const first = await firstRow(file.handle, behindMark, encoding, cutRows, context.signal);
  if (first === null) return { start: behindMark, columns: [], cutRows };
  if (settings.header) {
    const start = { offset: first.end, line: first.nextLine };
    return { start, columns: nameColumns(first.row), cutRows };
  }
  return { start: behindMark, columns: numberColumns(first.row.length), cutRows };
}

async function firstRow(
  handle: FileHandle,
  start: CutStart,
  encoding: Encoding,
  cut: Cutter<CsvRow>,
  signal: AbortSignal,
): Promise<{ row: CsvRow; end: number; nextLine: number } | null> {
  for await (const pieces of cutFile(handle, start, encoding, cut, signal)) {
    for (const piece of pieces) {
      if ('problem' in piece) throw wrong(`The first row can not be read: ${piece.problem}`, 'file');
      if (piece.value.length > 0) return { row: piece.value, end: piece.end, nextLine: piece.nextLine };
    }
  }
  return null;
}

function wrong(message: string, path: string): SyncError {
  return new SyncError('pause', 'source.query', message, { pause: 'config', path });
}
