import { randomUUID } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ApiError } from '../http/problem.ts';

export interface DataFile {
  name: string;
  bytes: number;
  modifiedAt: string;
}

export interface OpenFile extends DataFile {
  stream: Readable;
}

/** The files that file steps read and write: one flat folder, so that a name can never lead anywhere else. */
export interface DataFiles {
  folder: string;
  list(): Promise<DataFile[]>;
  /** @throws ApiError file.unsafe-path, request.too-large. The old file stays until the new one is whole. */
  save(name: string, body: Readable): Promise<DataFile>;
  /** Lays a small file down unless there is one of that name. */
  saveIfAbsent(name: string, text: string): Promise<void>;
  /** @throws ApiError not-found, file.unsafe-path. */
  open(name: string): Promise<OpenFile>;
}

const largest = 1024 ** 3;
const temporary = '.upload-';

// Letters of any script, digits and a few signs; no separator, no control character, no leading dot or space.
const namePattern = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N} ._()+,@=&'-]*$/u;
const windowsDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * @returns the name when it can only mean a file right inside the folder.
 * @throws ApiError file.unsafe-path.
 */
export function safeFileName(name: string): string {
  const plain = name.normalize('NFC');
  const fits =
    namePattern.test(plain) &&
    !plain.includes('..') &&
    !windowsDevice.test(plain) &&
    !/[. ]$/.test(plain) &&
    Buffer.byteLength(plain) <= 200;
  if (!fits)
    throw new ApiError('file.unsafe-path', {
      path: 'params.name',
      detail: 'Use letters, digits, space and . _ - in a file name, without folders.',
    });
  return plain;
}

/** @param folder made when it is missing. @param limit most bytes of one upload. */
export async function openDataFiles(folder: string, limit = largest): Promise<DataFiles> {
  await mkdir(folder, { recursive: true });
  await dropStaleUploads(folder);
  const describe = async (name: string): Promise<DataFile> => {
    const facts = await stat(join(folder, name));
    return { name, bytes: facts.size, modifiedAt: facts.mtime.toISOString() };
  };

  return {
    folder,
    async list() {
      const entries = await readdir(folder, { withFileTypes: true });
      const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
      const files = await Promise.all(names.map(({ name }) => describe(name).catch(() => null)));
      return files.filter((file) => file !== null).sort((a, b) => a.name.localeCompare(b.name));
    },
    async save(given, body) {
      const name = safeFileName(given);
      const part = join(folder, `${temporary}${randomUUID()}`);
      try {
        await pipeline(
          body,
          limitBytes(limit),
          createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }),
        );
        await refuseFolder(join(folder, name));
        await rename(part, join(folder, name));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
      return describe(name);
    },
    async saveIfAbsent(given, text) {
      const name = safeFileName(given);
      try {
        await writeFile(join(folder, name), text, { flag: 'wx', mode: 0o600 });
      } catch (error) {
        if (!(error instanceof Error && Reflect.get(error, 'code') === 'EEXIST')) throw error;
      }
    },
    async open(given) {
      const name = safeFileName(given);
      try {
        // No following of links: a link in the folder could lead out of it.
        const handle = await open(join(folder, name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
        const facts = await handle.stat();
        if (!facts.isFile()) {
          await handle.close();
          throw new ApiError('not-found');
        }
        return {
          name,
          bytes: facts.size,
          modifiedAt: facts.mtime.toISOString(),
          stream: handle.createReadStream({ end: Math.max(facts.size - 1, 0) }),
        };
      } catch (error) {
        if (error instanceof ApiError) throw error;
        const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
        if (code === 'ENOENT' || code === 'ELOOP' || code === 'EISDIR') throw new ApiError('not-found');
        throw error;
      }
    },
  };
}

/** Passes bytes through and breaks at the limit. */
function limitBytes(limit: number) {
  return async function* (source: AsyncIterable<Buffer>) {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > limit)
        throw new ApiError('request.too-large', { detail: `A file may have at most ${limit} bytes.` });
      yield chunk;
    }
  };
}

async function refuseFolder(path: string): Promise<void> {
  const facts = await lstat(path).catch(() => null);
  if (facts?.isDirectory())
    throw new ApiError('file.unsafe-path', { detail: 'A folder has this name. Choose another one.' });
}

/** Parts of uploads that a crash cut off; those of a living neighbour are younger than a day. */
async function dropStaleUploads(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(temporary)) continue;
    const facts = await stat(join(folder, name)).catch(() => null);
    if (facts && Date.now() - facts.mtimeMs > 24 * 60 * 60 * 1000)
      await rm(join(folder, name), { force: true });
  }
}
