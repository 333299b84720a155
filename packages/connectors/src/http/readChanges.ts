import {
  type Change,
  type DataRecord,
  keyText,
  noVersion,
  type RejectedInput,
  type Value,
} from '@syncline/model';
import { timeVersion } from '../json/changeVersion.ts';
import { findUnstorable } from '../json/storable.ts';
import { valueAt } from '../json/valuePath.ts';
import type { ScheduleConfig } from './scheduleNode.ts';
import { badAnswer } from './sourceAnswer.ts';

/**
 * The list of records in an answer.
 *
 * @throws SyncError that says what stands there instead, without quoting it.
 */
export function listIn(body: Value | undefined, path: string): Value[] {
  if (body === undefined) return [];
  const list = valueAt(body, path);
  if (Array.isArray(list)) return list;
  // Go servers write an empty list as null.
  if (list === null) return [];
  const place = path === '' ? 'the answer itself' : `"${path}"`;
  const names = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
  const hint = names.length > 0 ? `; the answer has the fields ${names.slice(0, 10).join(', ')}` : '';
  throw badAnswer(`there is no list of records at ${place}${hint}`);
}

export type ReadItem = { ok: true; change: Change } | { ok: false; rejected: RejectedInput };

/** One item of the list as a change, or why it can't be one. */
export function readItem(item: Value, place: string, config: ScheduleConfig, receivedTs: string): ReadItem {
  const reject = (code: string, message: string): ReadItem => ({
    ok: false,
    rejected: { place, code, message, raw: (JSON.stringify(item) ?? '').slice(0, 8192) },
  });
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return reject('source.bad-row', 'The item is not an object with fields.');
  }
  const record: DataRecord = item;
  const problem = findUnstorable(record);
  if (problem) return reject('source.bad-row', problem);
  const key = keyText(config.key.map((path) => valueAt(record, path)));
  if (key === null) return reject('source.no-key', `The key field ${config.key.join(', ')} is empty.`);
  const stated = config.changedField ? valueAt(record, config.changedField) : undefined;
  const version = timeVersion(stated);
  return {
    ok: true,
    change: {
      stream: config.path,
      key,
      op: 'upsert',
      version: version?.version ?? noVersion,
      record,
      sourceTs: version?.sourceTs ?? null,
      receivedTs,
    },
  };
}
