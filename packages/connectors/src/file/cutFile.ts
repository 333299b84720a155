import type { FileHandle } from 'node:fs/promises';
import iconv from 'iconv-lite';

const maxRecordBytes = 1 << 20;
const chunkBytes = 256 * 1024;
const newline = 10;

export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252' | 'iso-8859-1';

/** One piece cut off at `at`: what it is, where the next one begins, and how many lines it spans. */
export type CutResult<T> =
  | { next: number; lines: number; value: T }
  | { next: number; lines: number; problem: string }
  /** The bytes at hand don't hold the whole of it. */
  | 'more';

/** Cuts the next record out of bytes. UTF-16 arrives as UTF-8; all other encodings keep ASCII signs as they are. */
export type Cutter<T> = (data: Buffer, at: number, isLast: boolean) => CutResult<T>;

interface Place {
  line: number;
  nextLine: number;
  /** Byte of the file right behind it. */
  end: number;
  bytes: number;
}

/** What was passed over so far of a line that is too long. */
type Endless = Pick<Place, 'line' | 'bytes'> & { raw: string };

export type FilePiece<T> = Place & ({ value: T } | { problem: string; code: string; raw: string });

export interface CutStart {
  /** In the bytes of the file itself. */
  offset: number;
  line: number;
}

/** Length of a byte order mark at the start of a file. */
export function markLength(head: Uint8Array, encoding: Encoding): number {
  if (encoding === 'utf-8') return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return encoding === 'utf-16le' && head[0] === 0xff && head[1] === 0xfe ? 2 : 0;
}

/** Bytes of one record as text, in the encoding they have while they are cut. */
export function textOf(data: Buffer, from: number, to: number, encoding: Encoding): string {
  if (encoding === 'utf-8' || encoding === 'utf-16le') return data.toString('utf8', from, to);
  return encoding === 'iso-8859-1'
    ? data.toString('latin1', from, to)
    : iconv.decode(data.subarray(from, to), encoding);
}

/**
 * Walks through a file from an exact byte, in constant memory, and gives what `cut` makes of it together with the byte
 * after each piece. Written by hand because resuming needs those bytes in every encoding, and because one stray quote
 * must cost one line and not the rest of the file: after a problem the walk goes on behind the line it began on.
 */
export async function* cutFile<T>(
  handle: FileHandle,
  start: CutStart,
  encoding: Encoding,
  cut: Cutter<T>,
  signal: AbortSignal,
): AsyncGenerator<FilePiece<T>[]> {
  let { offset: end, line } = start;
  let carry: Buffer = Buffer.alloc(0);
  // A line without end is passed over chunk by chunk; it becomes a piece when its end is known, so that nobody resumes
  // in the middle of it.
  let endless: Endless | null = null;
  for await (const { bytes, isLast } of readChunks(handle, start.offset, encoding)) {
    signal.throwIfAborted();
    const data: Buffer = carry.length === 0 ? bytes : Buffer.concat([carry, bytes]);
    const pieces: FilePiece<T>[] = [];
    let at = 0;
    while (at < data.length) {
      const found: CutResult<T> = endless === null ? cut(data, at, isLast) : 'more';
      if (found === 'more' && endless === null && data.length - at <= maxRecordBytes) break;
      const lineEnd: number = found === 'more' ? data.indexOf(newline, at) : -1;
      const next = found !== 'more' ? found.next : lineEnd === -1 ? data.length : lineEnd + 1;
      const length = lengthInFile(data, at, next, encoding);
      const began = line;
      const isBad = found === 'more' || 'problem' in found || length > maxRecordBytes;
      const raw = isBad ? textOf(data, at, Math.min(next, at + 8192), encoding) : '';
      at = next;
      end += length;
      if (found !== 'more') {
        line += found.lines;
        const place = { line: began, nextLine: line, end, bytes: length };
        if ('problem' in found)
          pieces.push({ ...place, problem: found.problem, code: 'source.bad-row', raw });
        else if (isBad) pieces.push({ ...place, ...tooLong, raw });
        else pieces.push({ line: began, nextLine: line, end, bytes: length, value: found.value });
        continue;
      }
      const isEnd: boolean = lineEnd !== -1 || isLast;
      if (isEnd) line += 1;
      const whole: Endless = { line: began, bytes: (endless?.bytes ?? 0) + length, raw: endless?.raw ?? raw };
      const why = endless === null && lineEnd !== -1 ? notClosed : tooLong;
      if (isEnd) pieces.push({ ...whole, nextLine: line, end, ...why });
      endless = isEnd ? null : whole;
    }
    carry = data.subarray(at);
    yield pieces;
  }
}

const tooLong = { problem: 'The record is larger than 1 MiB.', code: 'record.too-large' };
const notClosed = { problem: 'A quote is opened and not closed within 1 MiB.', code: 'source.bad-row' };

function lengthInFile(data: Buffer, from: number, to: number, encoding: Encoding): number {
  return encoding === 'utf-16le' ? data.toString('utf8', from, to).length * 2 : to - from;
}

async function* readChunks(
  handle: FileHandle,
  offset: number,
  encoding: Encoding,
): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  const decoder = encoding === 'utf-16le' ? iconv.getDecoder('utf-16le', { stripBOM: false }) : null;
  let position = offset;
  let ahead: Buffer | null = null;
  for (;;) {
    const buffer: Buffer = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position);
    position += bytesRead;
    const text =
      decoder === null ? null : bytesRead > 0 ? decoder.write(buffer.subarray(0, bytesRead)) : decoder.end();
    const bytes: Buffer = text === null ? buffer.subarray(0, bytesRead) : Buffer.from(text ?? '', 'utf8');
    if (ahead !== null) yield { bytes: ahead, isLast: bytesRead === 0 && bytes.length === 0 };
    ahead = bytes;
    if (bytesRead > 0) continue;
    if (bytes.length > 0) yield { bytes, isLast: true };
    return;
  }
}
