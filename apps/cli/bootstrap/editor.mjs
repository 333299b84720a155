import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { showProgress } from './progress.mjs';
import { toolPath } from './tools.mjs';

// What the bundle is made of: the editor and the packages it may import.
const sources = ['apps/editor', 'packages/model', 'packages/mapping', 'packages/compiler', 'pnpm-lock.yaml'];
const skipped = new Set(['node_modules', 'dist']);

/** One hash over name, size and time of every source: cheap enough to take at each start. */
function fingerprint(root) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort())
        if (!skipped.has(name)) visit(`${path}/${name}`);
    } else if (stat && !/\.test\.tsx?$/.test(path)) {
      hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
    }
  };
  for (const source of sources) visit(source);
  return hash.digest('hex');
}

/**
 * Builds the editor when its bundle is missing or older than its sources. Resolves to `{ code, output, built }`.
 * The mark lies in the bundle's own folder, so that whoever removes the bundle removes the claim with it.
 */
export async function ensureEditor(root, node, env) {
  const mark = join(root, 'apps', 'editor', 'dist', '.built');
  const wanted = fingerprint(root);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return { code: 0, output: '', built: false };
  const args = [toolPath(root, 'vite'), 'build', join('apps', 'editor')];
  // Whoever develops or tests has another NODE_ENV set, and would get a bundle twice the size with React's checks in it.
  const bundleEnv = { ...env, NODE_ENV: 'production' };
  const result = await showProgress('building the editor', () =>
    runQuietly(node, args, { cwd: root, env: bundleEnv }),
  );
  if (result.code === 0) writeFileSync(mark, wanted);
  return { ...result, built: true };
}
