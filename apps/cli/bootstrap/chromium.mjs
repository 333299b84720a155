import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// On some systems the command is only a note that says how to get the real thing. Chrome on Windows opens a window
// when asked for its version, and has no such notes.
function answers(path) {
  return (
    process.platform === 'win32' ||
    spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
  );
}

function usualPlaces(env) {
  if (process.platform === 'darwin') {
    const apps = ['/Applications', join(homedir(), 'Applications')];
    const files = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];
    return apps.flatMap((folder) => files.map((file) => join(folder, file)));
  }
  if (process.platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
    const files = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];
    return folders.flatMap((folder) => files.map((file) => join(folder, file)));
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
}

function onPath(env) {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
}

// Playwright knows where it puts its own Chromium; asked in a child, since here nothing may be installed yet.
function playwrightOwn(root, env) {
  const question =
    "import('playwright-core').then((it) => process.stdout.write(it.chromium.executablePath()))";
  const { status, stdout } = spawnSync(process.execPath, ['-e', question], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  return status === 0 && stdout ? [stdout] : [];
}

/**
 * Where a Chromium is that tests can drive: `SYNCLINE_CHROMIUM`, the PATH, the usual places, then Playwright's own
 * download (which `root`, the repository, has to be known for). Undefined when there is none. A path named by
 * hand is taken as it is, so that a wrong one is reported instead of quietly replaced.
 */
export function findChromium(root, env = process.env) {
  if (env.SYNCLINE_CHROMIUM) return env.SYNCLINE_CHROMIUM;
  const known = [...new Set([...onPath(env), ...usualPlaces(env)])];
  return (
    known.find((path) => isProgram(path) && answers(path)) ??
    playwrightOwn(root, env).find((path) => isProgram(path) && answers(path))
  );
}
