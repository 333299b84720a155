import { expect, it } from 'vitest';
import { hideSecrets } from './hideSecrets.ts';

it('finds a secret as it is, in an address and in a form', () => {
  const secret = 'a b+c/ö';
  const form = new URLSearchParams({ secret }).toString();
  const text = `${secret} | ${encodeURIComponent(secret)} | ${form}`;
  expect(hideSecrets(text, [secret])).toBe('••• | ••• | secret=•••');
});

it('leaves no part of a secret that contains another', () => {
  expect(hideSecrets('tells key-and-more', ['key-', 'key-and-more', undefined, 'no'])).toBe('tells •••');
});

it('cuts a long text only when the secrets are out, so that none is cut in two', () => {
  const token = 'x'.repeat(900);
  const clean = hideSecrets(`${'The token is not valid. '.repeat(20)}${token}`, [token]);
  expect(clean).not.toContain('xx');
  expect(clean.length).toBeLessThanOrEqual(501);
});
