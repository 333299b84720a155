import { accessSync, constants, existsSync } from 'node:fs';
import { runQuietly } from './child.mjs';
import { findChromium } from './chromium.mjs';
import { Missing } from './missing.mjs';
import { showProgress } from './progress.mjs';
import { toolPath } from './tools.mjs';

const advice =
  'No Chromium was found for the browser tests and none could be installed; install Chromium or Chrome, or name its program in SYNCLINE_CHROMIUM.';

/** Every way to get a Chromium that fits this machine, the plainest first. */
function installWays(root, node) {
  const asRoot = process.getuid?.() === 0;
  const debian = asRoot && existsSync('/usr/bin/apt-get');
  const apt = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const playwright = [
    toolPath(root, 'playwright-core'),
    'install',
    ...(debian ? ['--with-deps'] : []),
    'chromium',
  ];
  const download = [{ words: 'downloading Chromium', file: node, args: playwright, env: process.env }];
  if (!debian) return [download];
  return [
    [
      { words: 'refreshing the list of system packages', file: 'apt-get', args: ['update'], env: apt },
      {
        words: 'installing Chromium with apt-get',
        file: 'apt-get',
        args: ['install', '-y', '--no-install-recommends', 'chromium'],
        env: apt,
      },
    ],
    download,
  ];
}

/** A Chromium the browser tests can drive, installed if that is possible here. Resolves to the path of its program. */
export async function ensureBrowser(root, node) {
  const named = process.env.SYNCLINE_CHROMIUM;
  if (named) {
    try {
      accessSync(named, constants.X_OK);
      return named;
    } catch {
      throw new Missing(
        `SYNCLINE_CHROMIUM names ${named}, which is no program; correct it, or unset it to search.`,
      );
    }
  }
  const found = findChromium(root);
  if (found) return found;
  for (const way of installWays(root, node)) {
    for (const { words, file, args, env } of way) {
      console.log(`No Chromium yet: ${words}`);
      const { code } = await showProgress(words, () => runQuietly(file, args, { cwd: root, env }));
      if (code !== 0) break;
    }
    const installed = findChromium(root);
    if (installed) return installed;
  }
  throw new Missing(advice);
}
