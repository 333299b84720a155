import { copyFile, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SyncError } from '@syncline/model';
import { isMissing, resolveDataFile } from './dataPath.ts';
import { emptyPosition, type FilePosition, readPosition, savePosition, syncFolder } from './filePosition.ts';

/** Where a file that each run replaces lies, and where what belongs to it. */
export interface PartPlaces {
  dataFolder: string;
  /** Name in the data folder, with the date filled in. */
  name: string;
  final: string;
  position: string;
  /** What the paths of its hidden files begin with. */
  hidden: string;
}

export interface PartOwner {
  runId: string;
  destinationId: string;
}

/** Where a run gathers its rows until it has all of them. */
export const partOf = ({ hidden }: Pick<PartPlaces, 'hidden'>, runId: string): string =>
  `${hidden}.${runId.replaceAll(/[^\w-]/g, '_')}.part`;

/**
 * The position a run goes on from. The first write of a run ends the parts of all earlier ones: one that was cancelled
 * will never finish, and one that only rests is told when it comes back, since a file needs all its rows.
 *
 * @throws SyncError when a later run has begun this file meanwhile.
 */
export async function startPart(
  places: PartPlaces,
  before: FilePosition | null,
  { runId, destinationId }: PartOwner,
): Promise<FilePosition> {
  const { committed = [], refused = [], done = [], dropped = [], runId: last = null } = before ?? {};
  if (before !== null && last === runId) {
    if (before.destinationId !== destinationId) throw twoSteps(places);
    return before.closing ? reopenPart(places, before, runId) : before;
  }
  if (dropped.includes(runId) || done.includes(runId)) throw overtaken(places);
  const fresh: FilePosition = {
    ...emptyPosition(places.name, destinationId),
    committed,
    refused,
    done,
    dropped: last === null || done.includes(last) ? dropped : [...dropped, last],
    runId,
  };
  // First of all: from here on nobody writes for an earlier run, and what a crash leaves of this one does not count.
  await savePosition(places.position, fresh);
  await removeParts(places);
  return fresh;
}

/** Cuts off what was never committed. @throws SyncError when something that counts is missing. */
export async function cutPart(handle: FileHandle, places: PartPlaces, length: number): Promise<void> {
  const { size } = await handle.stat();
  if (size < length) throw gone(places);
  if (size > length) await handle.truncate(length);
}

/**
 * Puts the part of a run in the place of the file, once however often it is called.
 *
 * @param empty what the file of a run without rows holds.
 */
export async function publishPart(
  places: PartPlaces,
  owner: PartOwner,
  empty: { text: string; columns: string[] | null },
): Promise<void> {
  const found = await readPosition(places.position);
  if (found?.done.includes(owner.runId)) return;
  if (found?.runId === owner.runId && found.closing) {
    await placePart(places, found, owner.runId);
    return;
  }
  const begun = await startPart(places, found, owner);
  const length = begun.length === 0 ? Buffer.byteLength(empty.text) : begun.length;
  await sealPart(places, begun.length, owner.runId, empty.text);
  const columns = begun.columns ?? empty.columns;
  const sealed = { ...begun, columns, length, file: places.name, closing: true };
  // From here on a part that is missing has been renamed.
  await savePosition(places.position, sealed);
  await placePart(places, sealed, owner.runId);
}

async function sealPart(places: PartPlaces, length: number, runId: string, text: string): Promise<void> {
  let part: FileHandle;
  try {
    part = await open(partOf(places, runId), length === 0 ? 'w' : 'r+', 0o640);
  } catch (thrown) {
    throw isMissing(thrown) ? gone(places) : thrown;
  }
  try {
    await cutPart(part, places, length);
    if (length === 0) await part.writeFile(text);
    await part.sync();
  } finally {
    await part.close();
  }
}

async function placePart(places: PartPlaces, position: FilePosition, runId: string): Promise<FilePosition> {
  let { file } = position;
  await mkdir(dirname(places.final), { recursive: true });
  try {
    await rename(partOf(places, runId), places.final);
    await syncFolder(places.final);
    file = places.name;
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
  const placed = { ...position, file, done: [...position.done, runId] };
  await savePosition(places.position, placed);
  return placed;
}

/** The file was put in its place, then a crash came, and the run has found more rows since: they belong to it. */
async function reopenPart(places: PartPlaces, before: FilePosition, runId: string): Promise<FilePosition> {
  const placed = before.done.includes(runId) ? before : await placePart(places, before, runId);
  try {
    await copyFile(await resolveDataFile(places.dataFolder, placed.file), partOf(places, runId));
  } catch (thrown) {
    throw isMissing(thrown) ? gone(places) : thrown;
  }
  const position = { ...placed, closing: false, done: placed.done.filter((one) => one !== runId) };
  await savePosition(places.position, position);
  return position;
}

async function removeParts({ hidden }: PartPlaces): Promise<void> {
  const folder = dirname(hidden);
  const start = `${basename(hidden)}.`;
  for (const name of await readdir(folder)) {
    const isPart = name.startsWith(start) && /^[\w-]+\.part$/.test(name.slice(start.length));
    if (isPart) await rm(join(folder, name), { force: true });
  }
}

function twoSteps({ name }: PartPlaces): SyncError {
  const message = `Another step writes ${name} in the same run. Give each its own file.`;
  return new SyncError('pause', 'destination.schema', message, { pause: 'config', path: 'file' });
}

const overtaken = ({ name }: PartPlaces): SyncError =>
  new SyncError('fatal', 'file.overtaken', `Another run has begun ${name} anew before this one was done.`);

const gone = ({ name }: PartPlaces): SyncError =>
  new SyncError('fatal', 'file.changed', `What this run had written of ${name} is gone or was cut.`);
