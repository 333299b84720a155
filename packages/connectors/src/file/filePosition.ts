import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { isMissing } from './dataPath.ts';

/** Enough for every attempt that can be in doubt at one time. */
const remembered = 500;

const positionSchema = z.object({
  /** Name in the data folder of what is being written. */
  file: z.string(),
  /** How much of it counts; what lies behind was never committed. */
  length: z.number(),
  columns: z.array(z.string()).nullable(),
  destinationId: z.string(),
  committed: z.array(z.string()),
  refused: z.array(z.string()),
  /** Of a file that each run replaces: the run whose rows these are. */
  runId: z.string().nullable().default(null),
  /** All its rows are there, and the file is being put in its place, or has been. */
  closing: z.boolean().default(false),
  /** Runs whose file was put in its place. */
  done: z.array(z.string()).default([]),
  /** Runs that lost their rows to a later one. */
  dropped: z.array(z.string()).default([]),
});

/** The commit mark of a written file: its length and its attempts change in one rename. */
export type FilePosition = z.infer<typeof positionSchema>;

export const emptyPosition = (file: string, destinationId: string): FilePosition => ({
  file,
  length: 0,
  columns: null,
  destinationId,
  committed: [],
  refused: [],
  runId: null,
  closing: false,
  done: [],
  dropped: [],
});

export async function readPosition(path: string): Promise<FilePosition | null> {
  try {
    return positionSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
}

/** Written beside, forced to disk, then renamed: after a crash it is the old one or the new one. */
export async function savePosition(path: string, position: FilePosition): Promise<void> {
  const kept = {
    ...position,
    committed: position.committed.slice(-remembered),
    refused: position.refused.slice(-remembered),
    done: position.done.slice(-remembered),
    dropped: position.dropped.slice(-remembered),
  };
  const beside = `${path}.new`;
  const handle = await open(beside, 'w', 0o640);
  try {
    await handle.writeFile(JSON.stringify(kept));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path);
  await syncFolder(path);
}

/** Makes a rename last through a power cut. Not every system can open a folder; there the rename alone has to do. */
export async function syncFolder(path: string): Promise<void> {
  let folder: FileHandle | null = null;
  try {
    folder = await open(dirname(path), 'r');
    await folder.sync();
  } catch {
    // Windows refuses both.
  } finally {
    await folder?.close();
  }
}

const queues = new Map<string, Promise<unknown>>();

/** One writer at a time per file, within this process. */
export async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => {});
  queues.set(path, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(path) === settled) queues.delete(path);
  }
}
