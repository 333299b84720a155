import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { inspectFolder, inspectKey } from './inspectFolder.ts';
import { inspectInstallation } from './inspectInstallation.ts';
import { showSettings } from './showSettings.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'syncline-test-'));
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

it('names every setting that does not fit, not only the first, each with its remedy', async () => {
  const { settings, findings } = await inspectInstallation({ PORT: 'http', LOG_LEVEL: 'loud' });
  expect(settings.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['PORT', 'LOG_LEVEL']);
  expect(findings.filter(({ ok }) => !ok).map(({ note }) => note)).toEqual([
    'PORT has a value that does not fit. Use a number from 0 to 65535; 0 picks a free port.',
    'LOG_LEVEL has a value that does not fit. Use debug, info, warn or error.',
  ]);
});

it('says so when settings fit one by one and not together', async () => {
  const { findings } = await inspectInstallation({ HOST: '0.0.0.0' });
  expect(findings.find(({ what }) => what === 'settings')).toMatchObject({
    ok: false,
    note: expect.stringContaining('no SYNCLINE_OWNER_PASSWORD is set'),
  });
});

it('shows values with where they come from, and no secret', () => {
  const shown = showSettings({
    PORT: '1234',
    DATABASE_URL: 'postgres://u:secret@h/d',
    SYNCLINE_KEY: 'short',
  });
  expect(shown.find(({ name }) => name === 'PORT')).toMatchObject({ value: '1234', source: 'environment' });
  expect(shown.find(({ name }) => name === 'HOST')).toMatchObject({ value: '127.0.0.1', source: 'default' });
  expect(JSON.stringify(shown)).not.toMatch(/secret@|short/);
});

it('finds a key that others can read, and gives the command that mends it', () => {
  const key = join(dataFolder, 'key');
  expect(inspectKey({ key: null, dataFolder })).toMatchObject({ ok: true });
  writeFileSync(key, 'x'.repeat(43), { mode: 0o600 });
  expect(inspectKey({ key: null, dataFolder }).note).toContain('readable by its owner only');
  chmodSync(key, 0o644);
  expect(inspectKey({ key: null, dataFolder })).toMatchObject({
    ok: false,
    note: expect.stringContaining(`chmod 600 "${key}"`),
  });
});

it('makes no folder while it looks, and sees a file in its place', () => {
  const missing = join(dataFolder, 'not', 'there');
  expect(inspectFolder({ dataFolder: missing })).toMatchObject({
    ok: true,
    note: `${missing}, made at the first start`,
  });
  const file = join(dataFolder, 'file');
  writeFileSync(file, '');
  expect(inspectFolder({ dataFolder: file })).toMatchObject({ ok: false });
});
