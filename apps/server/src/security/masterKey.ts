import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../settings/settings.ts';

/**
 * The key that secrets are sealed with: the setting, or a file in the data folder made at first start (mode 0600).
 * Two processes that start at once agree on one key, because the file is created exclusively.
 */
export function masterKey(setting: string | null, dataFolder: string): string {
  if (setting !== null) return setting;
  const file = join(dataFolder, 'key');
  mkdirSync(dataFolder, { recursive: true });
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new SettingsError(
          `The key file ${file} can not be written. Name a writable folder in SYNCLINE_DATA.`,
        );
      }
    }
  }
  const key = readFileSync(file, 'utf8').trim();
  if (key.length < 32) {
    throw new SettingsError(`The key file ${file} is damaged. Put the saved key back, or set SYNCLINE_KEY.`);
  }
  return key;
}
