import { hash } from 'node:crypto';

/** First 16 bytes of SHA-256 as base64url, 22 characters. */
export function digest(text: string): string {
  return hash('sha256', text, 'buffer').subarray(0, 16).toString('base64url');
}
