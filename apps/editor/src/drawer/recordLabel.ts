import type { DataRecord } from '@syncline/model';

const telling = [/^(full_?)?name$/i, /name$/i, /mail/i, /title/i, /^(id|key|sku|number)$/i];

/**
 * What a person would call a record: its name or mail address, else its key.
 *
 * @example recordLabel({ id: '17', email: 'ana@example.test' }, '17') // 'ana@example.test'
 */
export function recordLabel(record: DataRecord, key: string | null): string {
  const fields = Object.keys(record);
  for (const pattern of telling) {
    for (const field of fields) {
      const value = record[field];
      if (pattern.test(field) && typeof value === 'string' && value.trim() !== '') return value.trim();
    }
  }
  return key ?? 'Record without a key';
}
