import { archiveTime, readArchiveMark } from '@syncline/compiler';
import type { DataRecord } from '@syncline/model';
import type { LedgerEntry } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import { type DestinationStep, keyFields } from './destinationStep.ts';

/** Whether a delete means a mark here: an update of one field, of a record that is there. */
export const isArchived = ({ deletes }: DestinationStep, { op }: Pick<Delivery, 'op'>): boolean =>
  deletes === 'archive' && op === 'delete';

/**
 * What is sent of a record to a step that archives: of one that is gone what names it and its mark, of one that may bear
 * the mark the record and the mark's opposite, because nobody else would ever take the mark away.
 */
export function recordToSend(
  dest: DestinationStep,
  delivery: Delivery,
  held: LedgerEntry | undefined,
): DataRecord {
  const { record, receivedMs } = delivery;
  const mark = readArchiveMark(dest.step.config);
  if (mark === null) return record;
  const { field, value, clear } = mark;
  if (isArchived(dest, delivery)) {
    // Not the time of sending: every try of a write sends the same.
    const marked = value === archiveTime ? new Date(receivedMs).toISOString() : value;
    return { ...nameOf(dest, record), [field]: marked };
  }
  const isOwn = record[field] !== undefined;
  if (delivery.op === 'delete' || delivery.partial === true || isOwn || !mayBearMark(held)) return record;
  return { ...record, [field]: clear };
}

/** A step without key fields picks what names the record itself. */
function nameOf({ step }: DestinationStep, record: DataRecord): DataRecord {
  const names = keyFields(step);
  return names.length === 0 ? record : Object.fromEntries(names.map((name) => [name, record[name]]));
}

/**
 * A mark is on a tombstone, and stays where bringing the record back was refused or is in doubt. A record that is in
 * sync bears none, and one that was refused an update still is as it was.
 */
function mayBearMark(held: LedgerEntry | undefined): boolean {
  if (held === undefined || held.state === 'synced') return false;
  return held.state !== 'dead' || held.hash === '';
}
