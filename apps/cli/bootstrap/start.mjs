import { join } from 'node:path';
import { runInForeground } from './child.mjs';
import { ensureEditor } from './editor.mjs';
import { Missing } from './missing.mjs';
import { prepare } from './prepare.mjs';

/**
 * By itself Node lets garbage gather for as long as the machine has memory: twice of what is needed, for nothing. The
 * limit is far above what pages of records take; V8 derives from it how early it tidies up.
 */
const memoryFlags = ['--max-semi-space-size=16', '--max-old-space-size=1536'];

/** `npm start [-- args]`: everything in place, then the server in the foreground. Resolves to its exit code. */
export async function start(root, args) {
  const { node, env } = await prepare(root);
  const editor = await ensureEditor(root, node, env);
  if (editor.code !== 0) {
    process.stderr.write(editor.output);
    throw new Missing('The editor could not be built; the reason is above.');
  }
  const main = join(root, 'apps', 'cli', 'src', 'main.ts');
  return runInForeground(node, [...memoryFlags, main, 'start', ...args], { cwd: root, env });
}
