import { randomBytes } from 'node:crypto';

const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** A random id of 80 bits in 16 characters that are safe in URLs and easy to read aloud. */
export function newId(): string {
  const bytes = randomBytes(10);
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let at = 0; at < 16; at += 1) {
    text = `${digits[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return text;
}

/** 128 random bits: whoever knows it may post, so it must not be guessed. */
export function newEndpointId(): string {
  return randomBytes(16).toString('base64url');
}
