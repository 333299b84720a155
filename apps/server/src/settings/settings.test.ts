import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError, settingDefinitions } from './settings.ts';

describe('settings', () => {
  it('start with safe defaults: loopback only, embedded database', () => {
    expect(readSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 4400,
      databaseUrl: null,
      dataFolder: '.syncline',
      ownerPassword: null,
    });
  });

  it('take an empty variable for one that is not set', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 4400, databaseUrl: null });
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://x'],
    ['SYNCLINE_KEY', 'short'],
    ['SYNCLINE_PUBLIC_URL', 'ftp://x'],
    ['SYNCLINE_OWNER_PASSWORD', 'tooshort'],
    ['SYNCLINE_WORKERS', '0'],
    ['SYNCLINE_MAX_BODY', '1'],
    ['LOG_LEVEL', 'loud'],
  ])('name %s=%s and the remedy', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(
      expect.objectContaining({
        name: 'SettingsError',
        exitCode: 78,
        message: expect.stringContaining(name),
      }),
    );
  });

  it('never repeat the value of a secret in their complaint', () => {
    expect(() => readSettings({ SYNCLINE_KEY: 'canary-value' })).toThrow(SettingsError);
    expect(() => readSettings({ SYNCLINE_KEY: 'canary-value' })).not.toThrow(/canary/);
  });

  it('refuse to listen beyond this machine without a password', () => {
    expect(() => readSettings({ HOST: '0.0.0.0' })).toThrow(/SYNCLINE_OWNER_PASSWORD/);
    expect(readSettings({ HOST: '0.0.0.0', SYNCLINE_OWNER_PASSWORD: 'long enough 12' }).host).toBe('0.0.0.0');
  });

  it('split the list of addresses that may be called', () => {
    expect(readSettings({ SYNCLINE_EGRESS_ALLOW: ' 10.0.0.0/8, crm.local:8080 ,' }).egressAllow).toEqual([
      '10.0.0.0/8',
      'crm.local:8080',
    ]);
  });

  it('say of each what it is for and what to do when it is wrong', () => {
    for (const definition of Object.values(settingDefinitions)) {
      expect(definition.what).toMatch(/\S/);
      expect(definition.remedy).toMatch(/\.$/);
    }
  });
});
