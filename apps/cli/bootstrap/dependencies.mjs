import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { Missing } from './missing.mjs';
import { secondsSince, showProgress } from './progress.mjs';

const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/;

// npm waits over a minute before it says that there is no network; this way it is seven seconds, with one more try.
const patience = {
  npm_config_fetch_retries: '3',
  npm_config_fetch_retry_factor: '2',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_update_notifier: 'false',
};

/** What the installed tree was made from. Another lockfile, system or processor needs another tree. */
function computeStamp(root) {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(root, 'pnpm-lock.yaml')));
  hash.update(`${process.platform} ${process.arch}`);
  return hash.digest('hex');
}

function readStamp(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Installs what the lockfile names, unless that is what is installed already. pnpm comes through npx at the version
 * that package.json pins under `config.pnpm`. Resolves to true when it installed.
 */
export async function ensureDependencies(root) {
  const stampPath = join(root, 'node_modules', '.bootstrap');
  const stamp = computeStamp(root);
  if (readStamp(stampPath) === stamp) return false;

  const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const start = performance.now();
  console.log('Installing dependencies (the first time, and when the lockfile changes)');
  await install(root, `pnpm@${config.pnpm}`);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampPath, stamp);
  console.log(`Installed in ${secondsSince(start)}`);
  return true;
}

async function install(root, pnpm) {
  // The tree belongs to the bootstrap: pnpm may replace a foreign one without asking a terminal that is not there.
  const args = [
    '--yes',
    pnpm,
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--config.confirmModulesPurge=false',
  ];
  const options = { cwd: root, env: { ...patience, ...process.env } };
  // npx is a .cmd file on Windows, which only a shell can run; the line holds nothing that comes from outside.
  const run =
    process.platform === 'win32'
      ? () => runQuietly(`npx ${args.join(' ')}`, [], { ...options, shell: true })
      : () => runQuietly('npx', args, options);

  const result = await showProgress('installing', run).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Missing(
      'npx was not found; install npm, which comes with Node from https://nodejs.org, and run this again.',
    );
  });
  if (result.code === 0) return;
  const cause = noNetwork.exec(result.output);
  if (cause) {
    throw new Missing(
      `The dependencies could not be downloaded (${cause[0]}): no way to the npm registry; check the network, proxy or registry setting and run this again.`,
    );
  }
  if (!result.shown) process.stderr.write(result.output);
  throw new Missing(
    `The dependencies could not be installed (${pnpm} ended with ${result.code}); its words are above.`,
  );
}
