/** Shorter rows of digits are numbers of other things. */
const fewestDigits = 7;

/**
 * One text for all the ways in which an e-mail address, a phone number or an identity is written, so that what a person
 * types finds what a record holds. Of a phone number only the digits count, without the 00 or + of abroad.
 *
 * @example searchTerm(' Ada@Example.com ') // 'ada@example.com'
 * @example searchTerm('+41 (79) 123-45-67') === searchTerm('0041791234567') // true
 */
export function searchTerm(text: string): string {
  const plain = text.trim().toLowerCase();
  if (!phoneLike.test(plain)) return plain;
  const digits = plain.replaceAll(/\D/g, '');
  if (digits.length < fewestDigits) return plain;
  return digits.startsWith('00') ? digits.slice(2) : digits;
}

const phoneLike = /^[+(]?\d[\d\s()./-]*$/;
