import { describe, expect, it } from 'vitest';
import { createCipher } from './cipher.ts';

const cipher = createCipher('a key of at least thirty-two characters');

describe('cipher', () => {
  it('opens what it sealed, for the same purpose', () => {
    expect(cipher.open(cipher.seal('päss🔑', 'connection 1'), 'connection 1')).toBe('päss🔑');
  });

  it('gives other bytes every time', () => {
    expect(cipher.seal('same', 'x').equals(cipher.seal('same', 'x'))).toBe(false);
  });

  it('does not open in another place', () => {
    expect(() => cipher.open(cipher.seal('secret', 'connection 1'), 'connection 2')).toThrow();
  });

  it('does not open after one bit was changed, wherever', () => {
    const sealed = cipher.seal('secret', 'x');
    for (let place = 0; place < sealed.length; place += 1) {
      const changed = Buffer.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(() => cipher.open(changed, 'x')).toThrow();
    }
  });

  it('does not open with another key, and says which one is missing', () => {
    const other = createCipher('another key of at least thirty-two chars');
    expect(() => other.open(cipher.seal('secret', 'x'), 'x')).toThrow(/SYNCLINE_KEY/);
  });

  it.each([0, 1, 40, 92])('fails cleanly on %i bytes', (length) => {
    expect(() => cipher.open(cipher.seal('secret', 'x').subarray(0, length), 'x')).toThrow();
  });
});
