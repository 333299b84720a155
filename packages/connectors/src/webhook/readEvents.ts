import { type DataRecord, keyText, noVersion, type SourceVersion, type Value } from '@syncline/model';
import { sequenceVersion, timeVersion } from '../json/changeVersion.ts';
import { findUnstorable } from '../json/storable.ts';
import { valueAt } from '../json/valuePath.ts';
import type { TriggerConfig } from './triggerNode.ts';

/** One event of a post: what it says of which record. */
export type ReadEvent =
  | {
      ok: true;
      key: string;
      op: 'upsert' | 'delete';
      record: DataRecord;
      version: SourceVersion;
      sourceTs: string | null;
      /** It names the record but does not bring it whole, or not its version: another step has to be asked. */
      thin: boolean;
    }
  | { ok: false; code: string; message: string; item: Value };

const largestRecord = 1024 * 1024;

/**
 * The events of a body, in their order.
 *
 * @returns a message when the body has no list where one was promised.
 */
export function readEvents(body: Value, config: TriggerConfig): ReadEvent[] | string {
  const items = valueAt(body, config.items);
  if (config.items === '' && !Array.isArray(items)) return [readEvent(body, config)];
  if (!Array.isArray(items)) return `there is no list of events at "${config.items}"`;
  return items.map((item) => readEvent(item, config));
}

function readEvent(item: Value, config: TriggerConfig): ReadEvent {
  const reject = (code: string, message: string): ReadEvent => ({ ok: false, code, message, item });
  const op = opOf(item, config);
  const found = valueAt(item, config.record);
  const isMissing = found === null || found === undefined;
  const asks = config.fetchFrom !== undefined;
  // A delete often carries no record but its key beside the kind, and so does an event that only names a record.
  const record = isMissing && (op === 'delete' || asks) ? item : found;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    const place = config.record === '' ? 'The event' : `What stands at "${config.record}"`;
    return reject('source.bad-row', `${place} is not an object with fields.`);
  }
  const problem = findUnstorable(record);
  if (problem) return reject('source.bad-row', problem);
  const key = keyText(config.key.map((path) => valueAt(record, path)));
  if (key === null) return reject('source.no-key', `The key field ${config.key.join(', ')} is empty.`);
  if (key.length > 2000) return reject('source.no-key', 'The key is longer than 2000 characters.');
  const stated = config.versionPath === undefined ? undefined : valueAt(item, config.versionPath);
  if (stated === undefined || stated === null)
    return { ok: true, key, op, record, version: noVersion, sourceTs: null, thin: asks };
  const version = config.versionKind === 'ts' ? timeVersion(stated) : sequenceVersion(stated);
  if (version === null) {
    const kind = config.versionKind === 'ts' ? 'time' : 'whole number';
    return reject('source.bad-row', `What stands at "${config.versionPath}" is not a ${kind}.`);
  }
  const thin = asks && isMissing && op === 'upsert';
  return { ok: true, key, op, record, ...version, thin };
}

function opOf(item: Value, config: TriggerConfig): 'upsert' | 'delete' {
  if (config.opPath === undefined) return 'upsert';
  const kind = valueAt(item, config.opPath);
  return config.deletes.includes(typeof kind === 'object' ? '' : String(kind)) ? 'delete' : 'upsert';
}

/** @returns the rejection of a record that is too large to be kept, null when it fits. */
export function tooLarge(record: DataRecord, bodyBytes: number): string | null {
  // Only a large body can hold a large record, so most posts are never measured.
  if (bodyBytes <= largestRecord || Buffer.byteLength(JSON.stringify(record)) <= largestRecord) return null;
  return 'The record is larger than 1 MiB.';
}
