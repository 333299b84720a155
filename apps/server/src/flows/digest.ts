import { hash } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The last of 22 characters stands for the two bits that are left of 16 bytes; what follows them is zero. */
const lastOf = new Map([...alphabet].map((letter, bits) => [letter, alphabet.charAt(bits & 0b110000)]));

/**
 * First 16 bytes of SHA-256 as base64url, 22 characters. Cut out of the text of the whole: asked for every record, and
 * text comes out of the hash twice as fast as bytes.
 */
export function digest(text: string): string {
  const whole = hash('sha256', text, 'base64url');
  return whole.slice(0, 21) + lastOf.get(whole.charAt(21));
}
