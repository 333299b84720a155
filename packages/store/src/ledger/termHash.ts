import { hash } from 'node:crypto';

/**
 * What the ledger keeps of a text people look for: 64 bit, as a signed number in text. Who searches compares the text
 * itself where he can, so two texts with one hash cost a look and nothing else.
 *
 * @example termHash('ann@example.test') // '-1154889404032952389'
 */
export function termHash(term: string): string {
  return hash('sha256', term, 'buffer').readBigInt64BE(0).toString();
}
