import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { digest } from './digest.ts';

it('is the first 16 bytes of SHA-256 as 22 characters, whatever the text', () => {
  for (let at = 0; at < 500; at += 1) {
    const text = `{"id":"${at}","name":"Zoë ${'😀'.repeat(at % 3)}"}`;
    const bytes = createHash('sha256').update(text, 'utf8').digest().subarray(0, 16);
    expect(digest(text)).toBe(bytes.toString('base64url'));
  }
});
