import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type ConnectorContext,
  type Destination,
  messageOf,
  openSchema,
  SyncError,
  type WriteOutcome,
  type WriteRequest,
} from '@syncline/model';
import { csvLine } from './csvText.ts';
import { resolveDataFile } from './dataPath.ts';
import { emptyPosition, type FilePosition, inTurn, readPosition, savePosition } from './filePosition.ts';
import { formatBatch } from './formatBatch.ts';
import { openFile } from './openFile.ts';
import { cutPart, type PartPlaces, partOf, publishPart, startPart } from './partFile.ts';
import { type FileWriteConfig, parseWriteConfig } from './writeNode.ts';

/**
 * Exactly once into a file: bytes are appended and forced to disk, then the position file is renamed in place, and that
 * rename is the commit. Whatever lies behind the committed length, from a crash or an attempt that was given up, is cut
 * off before the next bytes.
 *
 * `replace-each-run` writes a hidden part file of the run, which is renamed when the run finishes; see `partFile.ts`.
 */
export const fileDestination: Destination = {
  delivery: async (context, saved) => {
    await placesOf(context, parseWriteConfig(saved));
    return 'T';
  },
  write: writeBatch,
  recover: recoverAttempt,
  describe: async (_context, saved) => {
    const columns = Array.isArray(saved.columns) ? saved.columns.map(String) : [];
    if (columns.length === 0 || saved.format === 'ndjson') return openSchema;
    const fields = columns.map((name) => ({ name, type: 'text' as const, nullable: true, required: false }));
    return { fields, key: [], cursorFields: [], open: false };
  },
  wholeState: (saved) => isReplaced(parseWriteConfig(saved)),
  finish: finishFile,
};

const isReplaced = ({ mode }: FileWriteConfig): boolean => mode === 'replace-each-run';

async function placesOf(context: ConnectorContext, config: FileWriteConfig): Promise<PartPlaces> {
  const name = config.file.replaceAll('{date}', context.now().toISOString().slice(0, 10));
  const final = await resolveDataFile(context.dataFolder, name);
  // One position for all dates: an attempt of yesterday must be found after midnight.
  const fixed = await resolveDataFile(context.dataFolder, config.file.replaceAll('{date}', 'date'));
  const folder = dirname(fixed);
  const hidden = `${folder}/.${fixed.slice(folder.length + 1)}`;
  const position = isReplaced(config) ? `${hidden}.part.syncline.json` : `${hidden}.syncline.json`;
  return { dataFolder: context.dataFolder, name, final, position, hidden };
}

async function writeBatch(context: ConnectorContext, request: WriteRequest): Promise<WriteOutcome[]> {
  const config = parseWriteConfig(request.config);
  const places = await placesOf(context, config);
  return inTurn(places.position, async () => {
    context.signal.throwIfAborted();
    try {
      await mkdir(dirname(places.position), { recursive: true });
      if (!isReplaced(config)) await mkdir(dirname(places.final), { recursive: true });
      return await append(context, config, places, request);
    } catch (thrown) {
      throw describeFailure(thrown, places.name);
    }
  });
}

async function append(
  context: ConnectorContext,
  config: FileWriteConfig,
  places: PartPlaces,
  { batch, attemptId, destinationId, runId }: WriteRequest,
): Promise<WriteOutcome[]> {
  const before = await readPosition(places.position);
  if (before?.committed.includes(attemptId))
    return batch.map(() => ({ status: 'unknown', message: 'This attempt was written before.' }));
  if (before?.refused.includes(attemptId))
    throw new SyncError(
      'retry',
      'destination.server',
      'This attempt was given up meanwhile; nothing was written.',
    );
  const begun = isReplaced(config) ? await startPart(places, before, { runId, destinationId }) : null;
  const handle = await open(
    begun === null ? places.final : partOf(places, runId),
    constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0),
    0o640,
  );
  try {
    if (begun !== null) await cutPart(handle, places, begun.length);
    const position = begun ?? (await openPosition(context, config, places, handle, before, destinationId));
    // Before the first bytes: else what a crash leaves of them would be taken for rows that were there before.
    if (begun === null && position !== before) await savePosition(places.position, position);
    const { text, columns, outcomes } = formatBatch(config, position, batch);
    const bytes = Buffer.from(text, 'utf8');
    await handle.write(bytes, 0, bytes.length, position.length);
    await handle.datasync();
    // Another process may have given this attempt up meanwhile; within this one the queue rules that out.
    const now = await readPosition(places.position);
    const isOurs = now?.length === position.length && now.runId === position.runId;
    if (!isOurs || now.refused.includes(attemptId))
      throw new SyncError('retry', 'destination.server', 'Another process writes this file; nothing counts.');
    await savePosition(places.position, {
      ...position,
      columns,
      length: position.length + bytes.length,
      committed: [...position.committed, attemptId],
    });
    return outcomes;
  } finally {
    await handle.close();
  }
}

/** Where to append, after the remains of an unfinished append are cut off. */
async function openPosition(
  context: ConnectorContext,
  config: FileWriteConfig,
  places: PartPlaces,
  handle: FileHandle,
  before: FilePosition | null,
  destinationId: string,
): Promise<FilePosition> {
  const { size } = await handle.stat();
  const { committed = [], refused = [] } = before ?? {};
  const fresh = { ...emptyPosition(places.name, destinationId), committed, refused };
  if (before === null || size === 0 || before.file !== places.name)
    return adoptFile(context, config, places, handle, size, fresh);
  if (size > before.length) await handle.truncate(before.length);
  if (size >= before.length) return before;
  context.log('warn', `${places.name} is shorter than it was written: something else has cut it.`);
  return { ...before, length: size };
}

/** A file that was there before: its rows stay, its header names the columns. */
async function adoptFile(
  context: ConnectorContext,
  config: FileWriteConfig,
  places: PartPlaces,
  handle: FileHandle,
  size: number,
  fresh: FilePosition,
): Promise<FilePosition> {
  if (size === 0) return fresh;
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  let length = size;
  if (last[0] !== 10) length += (await handle.write('\n', size)).bytesWritten;
  if (config.format === 'ndjson') return { ...fresh, length };
  await using file = await openFile(context, places.name, {
    format: 'csv',
    delimiter: ',',
    quote: '"',
    encoding: 'utf-8',
    header: true,
  });
  return { ...fresh, length, columns: file.columns };
}

async function recoverAttempt(
  context: ConnectorContext,
  { config: saved, attemptId, destinationId }: Parameters<NonNullable<Destination['recover']>>[1],
): Promise<'applied' | 'absent'> {
  const places = await placesOf(context, parseWriteConfig(saved));
  return inTurn(places.position, async () => {
    try {
      const found = await readPosition(places.position);
      if (found?.committed.includes(attemptId)) return 'applied';
      await mkdir(dirname(places.position), { recursive: true });
      const position = found ?? emptyPosition('', destinationId);
      await savePosition(places.position, { ...position, refused: [...position.refused, attemptId] });
      return 'absent';
    } catch (thrown) {
      throw describeFailure(thrown, places.name);
    }
  });
}

async function finishFile(
  context: ConnectorContext,
  { config: saved, runId, destinationId }: Parameters<NonNullable<Destination['finish']>>[1],
): Promise<void> {
  const config = parseWriteConfig(saved);
  if (!isReplaced(config)) return;
  const places = await placesOf(context, config);
  const columns = config.format === 'csv' ? (config.columns ?? null) : null;
  await inTurn(places.position, async () => {
    try {
      await mkdir(dirname(places.position), { recursive: true });
      const empty = { text: columns === null ? '' : csvLine(columns), columns };
      await publishPart(places, { runId, destinationId }, empty);
    } catch (thrown) {
      throw describeFailure(thrown, places.name);
    }
  });
}

function describeFailure(thrown: unknown, name: string): unknown {
  if (thrown instanceof SyncError || !(thrown instanceof Error)) return thrown;
  if (thrown.name === 'AbortError') return thrown;
  const code = String(Reflect.get(thrown, 'code') ?? '');
  const text = `${name}: ${code || messageOf(thrown)}`;
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return new SyncError('pause', 'destination.permission', `The file may not be written. ${text}`, {
      cause: thrown,
      pause: 'permission',
    });
  if (['EISDIR', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code))
    return new SyncError('pause', 'destination.schema', `No file can be made there. ${text}`, {
      cause: thrown,
      pause: 'config',
      path: 'file',
    });
  return new SyncError('retry', 'destination.server', `The file could not be written. ${text}`, {
    cause: thrown,
  });
}
