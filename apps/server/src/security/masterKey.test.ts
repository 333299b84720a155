import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterKey } from './masterKey.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('master key', () => {
  it('is made once and found again', () => {
    const first = masterKey(null, join(folder, 'data'));
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(masterKey(null, join(folder, 'data'))).toBe(first);
  });

  it('is readable by its owner only', () => {
    masterKey(null, folder);
    expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
  });

  it('comes from the setting when there is one', () => {
    expect(masterKey('x'.repeat(32), folder)).toBe('x'.repeat(32));
  });

  it('stops the start when the file is damaged', () => {
    writeFileSync(join(folder, 'key'), 'short');
    expect(() => masterKey(null, folder)).toThrow(/damaged/);
  });
});
