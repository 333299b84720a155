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
  const digits = phoneDigits(plain);
  if (digits === null) return plain;
  return digits.startsWith('00') ? digits.slice(2) : digits;
}

/** Signs people write between the digits of a number. */
const between = new Set([...' ()./-'].map((sign) => sign.charCodeAt(0)));

/** Null for what is no phone number. By hand, since it is asked of every record that is written. */
function phoneDigits(text: string): string | null {
  let digits = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += text[at];
    else if (!(at === 0 && text[0] === '+') && !(digits === '' ? text[at] === '(' : between.has(code)))
      return null;
  }
  return digits.length < fewestDigits ? null : digits;
}
