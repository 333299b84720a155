import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals small secrets and payloads. What is sealed can only be opened for the same `purpose` (row, kind): text moved to
 * another row does not open.
 */
export interface Cipher {
  seal(text: string, purpose: string): Buffer;
  /** @throws Error when key, purpose or a single bit differs. */
  open(sealed: Uint8Array, purpose: string): string;
}

/**
 * Envelope encryption: a fresh data key per secret, wrapped by the key-encryption key, so that a change of the master key
 * rewrites keys and not data.
 *
 * Layout: version (1) · key id (4) · nonce, wrapped data key, tag (12 + 32 + 16) · nonce, ciphertext, tag.
 */
export function createCipher(masterKey: string): Cipher {
  const key = createHash('sha256').update(`syncline master key 1\0${masterKey}`).digest();
  const keyId = createHash('sha256').update(key).digest().subarray(0, 4);
  return {
    seal(text, purpose) {
      const dataKey = randomBytes(32);
      const wrapped = encrypt(key, dataKey, `key\0${purpose}`);
      const body = encrypt(dataKey, Buffer.from(text, 'utf8'), purpose);
      return Buffer.concat([Buffer.of(version), keyId, wrapped, body]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== version) throw new Error('This secret was sealed by another version of Syncline.');
      if (!bytes.subarray(1, 5).equals(keyId)) {
        throw new Error(
          'This secret was sealed with another key. Start with the SYNCLINE_KEY (or key file) it was saved with.',
        );
      }
      const wrappedEnd = 5 + nonceBytes + 32 + tagBytes;
      const dataKey = decrypt(key, bytes.subarray(5, wrappedEnd), `key\0${purpose}`);
      return decrypt(dataKey, bytes.subarray(wrappedEnd), purpose).toString('utf8');
    },
  };
}

function encrypt(key: Buffer, plain: Buffer, purpose: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(purpose, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, purpose: string): Buffer {
  const nonce = sealed.subarray(0, nonceBytes);
  const body = sealed.subarray(nonceBytes, sealed.length - tagBytes);
  const decipher = createDecipheriv(algorithm, key, nonce).setAAD(Buffer.from(purpose, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(body), decipher.final()]);
}
