/**
 * Texts under which the ledger may know what a person looks for: as it is written, as an e-mail address, as a phone
 * number.
 *
 * @example termsOf('+49 170 12') // ['+49 170 12', '+4917012']
 */
export function termsOf(query: string): string[] {
  const terms = new Set([query, query.toLowerCase()]);
  if (/^\+?[\d\s()./-]{5,}$/.test(query)) terms.add(query.replaceAll(/[^\d+]/g, ''));
  return [...terms];
}
