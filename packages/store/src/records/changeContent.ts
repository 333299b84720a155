import type { DataRecord } from '@syncline/model';
import type { Cipher } from '../cipher.ts';

/** What written records are sealed for: they open for nothing else. */
const purpose = 'record-change';

export const sealChange = (cipher: Cipher, record: DataRecord): Buffer =>
  cipher.seal(JSON.stringify(record), purpose);

// Only sealChange seals for this purpose.
export const openChange = (cipher: Cipher, sealed: Buffer): DataRecord =>
  JSON.parse(cipher.open(sealed, purpose)) as DataRecord;
