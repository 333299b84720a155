import { join } from 'node:path';
import { runInForeground } from './child.mjs';
import { ensureEditor } from './editor.mjs';
import { Missing } from './missing.mjs';
import { prepare } from './prepare.mjs';

/** `npm start [-- args]`: everything in place, then the server in the foreground. Resolves to its exit code. */
export async function start(root, args) {
  const { node, env } = await prepare(root);
  const editor = await ensureEditor(root, node, env);
  if (editor.code !== 0) {
    process.stderr.write(editor.output);
    throw new Missing('The editor could not be built; the reason is above.');
  }
  const main = join(root, 'apps', 'cli', 'src', 'main.ts');
  return runInForeground(node, [main, 'start', ...args], { cwd: root, env });
}
