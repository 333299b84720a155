import type { FileHandle } from 'node:fs/promises';
import iconv from 'iconv-lite';

export const maxRecordBytes = 1 << 20;
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
  let isSkipping = false;
  for await (const { bytes, isLast } of readChunks(handle, start.offset, encoding)) {
    signal.throwIfAborted();
    const data: Buffer = carry.length === 0 ? bytes : Buffer.concat([carry, bytes]);
    const pieces: FilePiece<T>[] = [];
    let at = 0;
    const take = (next: number, lines: number): Place => {
      const bytes = lengthInFile(data, at, next, encoding);
      at = next;
      end += bytes;
      line += lines;
      return { line: line - lines, nextLine: line, end, bytes };
    };
    while (at < data.length) {
      const found = isSkipping ? 'more' : cut(data, at, isLast);
      if (found === 'more') {
        if (!isSkipping && data.length - at <= maxRecordBytes) break;
        const stop = data.indexOf(newline, at);
        const [next, lines] = stop === -1 ? [data.length, 0] : [stop + 1, 1];
        const raw = rawText(data, at, next, encoding);
        const isNew = !isSkipping;
        isSkipping = stop === -1;
        const place = take(next, lines);
        if (isNew) pieces.push({ ...place, ...(stop === -1 ? tooLong : notClosed), raw });
        continue;
      }
      const raw =
        'problem' in found || found.next - at > maxRecordBytes ? rawText(data, at, found.next, encoding) : '';
      const place = take(found.next, found.lines);
      if ('problem' in found) pieces.push({ ...place, problem: found.problem, code: 'source.bad-row', raw });
      else if (place.bytes > maxRecordBytes) pieces.push({ ...place, ...tooLong, raw });
      else pieces.push({ ...place, value: found.value });
    }
    carry = data.subarray(at);
    yield pieces;
  }
}

const tooLong = { problem: 'The record is larger than 1 MiB.', code: 'record.too-large' };
const notClosed = { problem: 'A quote is opened and not closed within 1 MiB.', code: 'source.bad-row' };

const rawText = (data: Buffer, from: number, to: number, encoding: Encoding): string =>
  textOf(data, from, Math.min(to, from + 8192), encoding);

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
