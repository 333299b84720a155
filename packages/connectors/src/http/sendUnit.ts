import { createHash } from 'node:crypto';
import type { DataRecord, WriteOutcome, WriteRecord } from '@syncline/model';
import type { EgressRequest } from '../egress/egress.ts';
import type { SendConfig } from './sendNode.ts';
import { fieldsOf, fillForm, fillJson, fillPath } from './template.ts';

/** One request: the records it carries, by their place in the batch. */
export interface SendUnit {
  places: number[];
  records: WriteRecord[];
  method: EgressRequest['method'];
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** The path names the record. */
  namesRecord: boolean;
  /** It only looks whether the record is there. */
  isSearch?: true;
}

export type PlannedRecord = { settled: WriteOutcome } | { unit: SendUnit };

/** Request for one record, or its outcome when none is needed or possible. */
export function planRecord(record: WriteRecord, place: number, config: SendConfig): PlannedRecord {
  if (record.op === 'delete' && config.deletes !== 'request')
    return { settled: { status: 'ok', effect: 'unchanged' } };
  const { method, template } = routeOf(record, config);
  // A delete by an id that was never given: there is nothing to remove.
  if (record.op === 'delete' && record.remoteId === null && fieldsOf(template).includes('$id')) {
    return { settled: { status: 'ok', effect: 'unchanged' } };
  }
  const marks = isArchiving(record, config);
  // Nothing to mark either, and the path of new records would make one.
  if (marks && fieldsOf(template).length === 0) return { settled: { status: 'ok', effect: 'unchanged' } };
  const values = { record: record.record, key: record.key, remoteId: record.remoteId };
  const path = fillPath(template, values);
  if (!path.ok) {
    return {
      settled: {
        status: 'reject',
        code: 'destination.rejected',
        message: path.message,
        fields: [path.field],
      },
    };
  }
  const sent = marks
    ? pickFields(record.record, [...fieldsOf(template), config.archiveField])
    : record.record;
  const body =
    method === 'DELETE'
      ? undefined
      : config.body === 'record'
        ? JSON.stringify(sent)
        : config.contentType === 'application/json'
          ? fillJson(config.template ?? '', values)
          : fillForm(config.template ?? '', values);
  const type = config.body === 'record' ? 'application/json' : config.contentType;
  return {
    unit: {
      places: [place],
      records: [record],
      method,
      path: path.text,
      headers: headersFor([record], config, body === undefined ? undefined : type),
      body,
      namesRecord: fieldsOf(template).length > 0,
    },
  };
}

/**
 * Whether the record is to be marked as gone. Two-way links send some fields too, but never to a step that archives: the
 * compiler refuses it.
 */
export function isArchiving(
  { op, partial, record }: WriteRecord,
  { deletes, archiveField }: SendConfig,
): boolean {
  const marks = archiveField !== undefined && Object.hasOwn(record, archiveField);
  return deletes === 'archive' && op === 'upsert' && partial === true && marks;
}

/** What is known of a record that is gone may be old, and is not to be written. */
function pickFields(record: DataRecord, names: readonly (string | undefined)[]): DataRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));
}

function routeOf(
  record: WriteRecord,
  config: SendConfig,
): { method: EgressRequest['method']; template: string } {
  if (record.op === 'delete') return { method: config.deleteMethod, template: config.deletePath ?? '' };
  if (record.partial === true) return partialRoute(record, config);
  if (record.remoteId !== null && config.updatePath) {
    return { method: config.updateMethod, template: config.updatePath };
  }
  return { method: config.method, template: config.path };
}

/** Some fields of a record that is there go where updates go, so that a PUT does not take the other fields away. */
function partialRoute(
  { remoteId }: WriteRecord,
  { updatePath, updateMethod, path, method }: SendConfig,
): { method: EgressRequest['method']; template: string } {
  if (updatePath !== undefined && (remoteId !== null || !fieldsOf(updatePath).includes('$id')))
    return { method: updateMethod, template: updatePath };
  return { method: fieldsOf(path).length > 0 ? updateMethod : method, template: path };
}

/** Request for a list of records. */
export function planList(records: WriteRecord[], places: number[], config: SendConfig): SendUnit {
  const list = records.map(({ record }) => record);
  return {
    places,
    records,
    method: config.method,
    path: config.path,
    headers: headersFor(records, config, 'application/json'),
    body: JSON.stringify(config.listField === '' ? list : { [config.listField]: list }),
    namesRecord: false,
  };
}

function headersFor(
  records: WriteRecord[],
  config: SendConfig,
  contentType: string | undefined,
): Record<string, string> {
  return {
    accept: 'application/json',
    ...config.headers,
    ...(contentType && { 'content-type': contentType }),
    ...(config.idempotency === 'header' && { [config.idempotencyHeader]: keyOf(records) }),
  };
}

/** The same records in the same state give the same key, on every try. */
function keyOf(records: WriteRecord[]): string {
  const [first] = records;
  if (records.length === 1 && first) return first.idempotencyKey;
  const all = records.map(({ idempotencyKey }) => idempotencyKey).join('\n');
  return createHash('sha256').update(all).digest('base64url');
}
