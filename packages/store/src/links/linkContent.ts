import type { LinkState } from '@syncline/engine';
import type { Cipher } from '../cipher.ts';

type Base = NonNullable<LinkState['base']>;

/** What bases of links are sealed for: they open for nothing else. */
const purpose = 'link-base';

export const sealBase = (cipher: Cipher, base: Base): Buffer => cipher.seal(JSON.stringify(base), purpose);

// Only sealBase seals for this purpose.
export const openBase = (cipher: Cipher, sealed: Buffer): Base =>
  JSON.parse(cipher.open(sealed, purpose)) as Base;
