import {
  type Change,
  type ConnectorContext,
  type FetchedRecords,
  SyncError,
  type Value,
} from '@syncline/model';
import { valueAt } from '../json/valuePath.ts';
import { addressOf } from './connection.ts';
import { listIn, readItem } from './readChanges.ts';
import { ask, beginReading, type Reading } from './reading.ts';
import { scheduleConfigSchema } from './scheduleNode.ts';
import { badAnswer, readSourceAnswer } from './sourceAnswer.ts';
import { fillPath } from './template.ts';

/** Requests for single records at a time. */
const atOnce = 4;

/** Whether the step knows how single records are asked for. */
export function canFetch(saved: Record<string, unknown>): boolean {
  const { itemPath, idsParam } = scheduleConfigSchema.parse(saved);
  return itemPath !== undefined || idsParam !== undefined;
}

/** Where each key is a request, few of them may be all that the limit of an API lets through in an hour. */
export const keysAtOnce = (saved: Record<string, unknown>): number =>
  scheduleConfigSchema.parse(saved).idsParam === undefined ? 40 : 500;

/**
 * Single records: many in one request where the API takes a list of ids, the rest one by one. Only a clear "not there" (404
 * or 410 at a record's own address, or a list of ids without it) makes a record absent; whatever else is no record of
 * that key is a failure.
 */
export async function fetchItems(
  context: ConnectorContext,
  saved: Record<string, unknown>,
  keys: readonly string[],
): Promise<FetchedRecords> {
  const reading = beginReading(context, saved, null);
  const { itemPath, idsParam, idsMost } = reading.config;
  if (itemPath === undefined && idsParam === undefined)
    throw needsItemPath('Nothing says how single records are asked for.');
  const found = new Map<string, Change>();
  if (idsParam !== undefined) {
    const listable = keys.filter((key) => !key.includes(','));
    if (listable.length < keys.length && itemPath === undefined)
      throw needsItemPath('Some keys hold a comma.');
    for (let from = 0; from < listable.length; from += idsMost)
      await fetchMany(reading, idsParam, listable.slice(from, from + idsMost), found);
  }
  const left = keys.filter((key) => !found.has(key));
  if (itemPath !== undefined) await fetchEach(reading, itemPath, left, found);
  return { changes: [...found.values()], absent: keys.filter((key) => !found.has(key)) };
}

const needsItemPath = (why: string): SyncError =>
  new SyncError('pause', 'source.query', `${why} Fill in the path of a single record.`, {
    pause: 'config',
    path: 'itemPath',
  });

async function fetchMany(
  reading: Reading,
  idsParam: string,
  keys: readonly string[],
  found: Map<string, Change>,
): Promise<void> {
  const { list, config, connection, context } = reading;
  const url = new URL(list);
  url.searchParams.set(idsParam, keys.join(','));
  const body = readSourceAnswer(await ask(reading, url, 'GET'), connection, context.now());
  const wanted = new Set(keys);
  for (const item of listIn(body, config.records)) {
    const change = changeIn(item, reading);
    if (!wanted.has(change.key))
      throw new SyncError(
        'pause',
        'source.bad-answer',
        `${list.host} gave records that were not asked for. Does it know the parameter ${idsParam}?`,
        { pause: 'config', path: 'idsParam' },
      );
    found.set(change.key, change);
  }
}

async function fetchEach(
  reading: Reading,
  itemPath: string,
  keys: readonly string[],
  found: Map<string, Change>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < keys.length) {
      const key = keys[next] ?? '';
      next += 1;
      const change = await fetchOne(reading, itemPath, key);
      if (change !== null) found.set(key, change);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, work));
}

async function fetchOne(reading: Reading, itemPath: string, key: string): Promise<Change | null> {
  const { config, connection, context } = reading;
  const filled = fillPath(itemPath, { record: { key, ...keyParts(key, config.key) }, key, remoteId: null });
  // An identity that no address can name is nobody's.
  if (!filled.ok) return null;
  const answer = await ask(reading, addressOf(connection, filled.text), 'GET');
  if (answer.status === 404 || answer.status === 410) return null;
  const body = readSourceAnswer(answer, connection, context.now());
  const change = changeIn(valueAt(body, config.itemRecord) ?? null, reading);
  if (change.key !== key)
    throw badAnswer(`${answer.url.host} answered with another record than the one asked for`);
  return change;
}

function changeIn(item: Value, { config, context, list }: Reading): Change {
  const read = readItem(item, 'record', config, context.now().toISOString());
  if (read.ok) return read.change;
  throw badAnswer(`${list.host} answered with what is no record: ${read.rejected.message}`);
}

/** The key fields by their names, for a path that needs several. */
function keyParts(key: string, names: readonly string[]): Record<string, string> {
  if (names.length === 1) return { [names[0] ?? '']: key };
  try {
    const parts: unknown = JSON.parse(key);
    if (!Array.isArray(parts) || parts.length !== names.length) return {};
    return Object.fromEntries(names.map((name, at) => [name, String(parts[at])]));
  } catch {
    return {};
  }
}
