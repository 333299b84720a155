import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureEditor } from '../bootstrap/editor.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** True when there is an editor to serve. */
export function hasEditor(): boolean {
  return existsSync(join(root, 'apps', 'editor', 'dist', 'index.html'));
}

/**
 * Builds the editor where it is missing. One that is there is served as it is: `npm start` looks whether it is old.
 *
 * @returns false when the build failed; what it said was passed to `say`.
 */
export async function bringEditor(say: (line: string) => void, withoutBuild: boolean): Promise<boolean> {
  if (hasEditor()) return true;
  if (withoutBuild) {
    say('The editor is not built, so only the API is served. Without --no-build it is built first.');
    return true;
  }
  say('Building the editor');
  const { code, output } = await ensureEditor(root, process.execPath, process.env);
  if (code !== 0) say(`The editor could not be built. --no-build starts without it.\n${output}`);
  return code === 0;
}
