import type { RecordPlace } from '@syncline/model';
import type { Queryable } from '../database/queryable.ts';
import { findLetterPlaces } from './findLetterPlaces.ts';
import { findPlaces, type RecordQuery } from './findPlaces.ts';

/** Everywhere a record is, waits or failed. */
export async function findRecords(db: Queryable, query: RecordQuery): Promise<RecordPlace[]> {
  const [places, letters] = await Promise.all([findPlaces(db, query), findLetterPlaces(db, query)]);
  const known = new Set(places.flatMap(({ deadLetterId }) => (deadLetterId === null ? [] : [deadLetterId])));
  return [...places, ...letters.filter(({ deadLetterId }) => !known.has(deadLetterId ?? ''))];
}
