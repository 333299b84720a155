import type { Change, DataRecord } from '@syncline/model';
import type { Cipher } from '../cipher.ts';

/** What goes on from a checkpoint once it is let go. */
export interface ParkedContent {
  change: Change;
  record: DataRecord;
}

/** What parked records are sealed for: they open for nothing else. */
const purpose = 'parked';

export function sealParked(cipher: Cipher, { change, record }: ParkedContent): Buffer {
  return cipher.seal(JSON.stringify({ change, record }), purpose);
}

export function openParked(cipher: Cipher, sealed: Buffer): ParkedContent {
  // Only sealParked seals for this purpose.
  return JSON.parse(cipher.open(sealed, purpose)) as ParkedContent;
}
