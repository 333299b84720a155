import type { ConnectionDefinition } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { splitConfig } from './configParts.ts';

const definition: ConnectionDefinition = {
  kind: 'crm',
  title: 'CRM',
  icon: 'box',
  doc: 'For this test.',
  config: z.strictObject({ url: z.url(), token: z.string().min(3), extra: z.string().optional() }),
  secrets: ['token', 'extra'],
};
const url = 'https://crm.example.test';

describe('connection config', () => {
  it('keeps secrets apart from what may be read', () => {
    expect(splitConfig(definition, { url, token: 'canary' })).toEqual({
      config: { url },
      secrets: { token: 'canary' },
    });
  });

  it('keeps a stored secret that an update leaves out or sends back as it was shown', () => {
    const stored = { token: 'canary' };
    expect(splitConfig(definition, { url }, stored).secrets).toEqual(stored);
    expect(splitConfig(definition, { url, token: true }, stored).secrets).toEqual(stored);
    expect(splitConfig(definition, { url, token: 'other' }, stored).secrets).toEqual({ token: 'other' });
  });

  it('takes an optional secret away when it is emptied', () => {
    const stored = { token: 'canary', extra: 'old' };
    expect(splitConfig(definition, { url, extra: '' }, stored).secrets).toEqual({ token: 'canary' });
    expect(splitConfig(definition, { url, extra: null }, stored).secrets).toEqual({ token: 'canary' });
  });

  it('names the wrong field, and does not take true for a secret that was never set', () => {
    expect(() => splitConfig(definition, { url, token: true })).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        options: expect.objectContaining({ path: 'body.config.token' }),
      }),
    );
    expect(() => splitConfig(definition, { url, token: 'abc', role: 'admin' })).toThrow(/role/);
  });

  it('says plainly what is missing, and leaves the words of a connector as they are', () => {
    const whole = z.string('Give the whole address.');
    const config = z.strictObject({ name: z.string(), age: z.number().optional(), url: whole.optional() });
    expect(() => splitConfig({ ...definition, config }, { age: 'old', url: 5 })).toThrow(
      expect.objectContaining({
        options: expect.objectContaining({
          issues: [
            { path: 'body.config.name', message: 'It has no value.' },
            { path: 'body.config.age', message: 'It must be a number, it is text.' },
            { path: 'body.config.url', message: 'Give the whole address.' },
          ],
        }),
      }),
    );
  });
});
