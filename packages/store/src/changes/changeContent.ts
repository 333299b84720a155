import type { DataRecord } from '@syncline/model';
import type { Cipher } from '../cipher.ts';

/** What values of a record's story are sealed for: they open for nothing else. */
const purpose = 'record-change';

export function sealChange(cipher: Cipher, record: DataRecord): Buffer {
  return cipher.seal(JSON.stringify(record), purpose);
}

export function openChange(cipher: Cipher, sealed: Buffer): DataRecord {
  // Only sealChange seals for this purpose.
  return JSON.parse(cipher.open(sealed, purpose)) as DataRecord;
}
