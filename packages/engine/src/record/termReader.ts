import type { DataRecord, FieldSchema, RecordSchema } from '@syncline/model';
import { searchTerm } from './searchTerm.ts';

/** Gives the texts by which a person may look for a record; null when there are none. */
export type TermReader = (record: DataRecord, sourceKey: string | null) => readonly string[] | null;

const mostFields = 3;
/** Tables of a database know text only. */
const telling = /e-?mail|phone|mobile/i;

/**
 * Reads search terms by the fields of a destination: those that hold an e-mail address or a phone number, and the identity
 * at the source where that is another. Which fields these are is worked out once.
 */
export function termReader({ fields }: RecordSchema): TermReader {
  const byType = fields.filter(({ type }) => type === 'email' || type === 'phone');
  const byName = fields.filter(({ type, name }) => type === 'text' && telling.test(name));
  const names = [...byType, ...byName].slice(0, mostFields).map(({ name }: FieldSchema) => name);
  return (record, sourceKey) => {
    if (names.length === 0) return sourceKey === null ? null : [searchTerm(sourceKey)];
    const terms: string[] = [];
    const add = (text: string) => {
      const term = searchTerm(text);
      if (term !== '' && !terms.includes(term)) terms.push(term);
    };
    for (const name of names) {
      const value = record[name];
      if (typeof value === 'string') add(value);
    }
    if (sourceKey !== null) add(sourceKey);
    return terms;
  };
}
