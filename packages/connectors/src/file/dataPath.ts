import { lstat, readdir, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep, win32 } from 'node:path';
import { SyncError } from '@syncline/model';

/** Deep enough for folders by year and month, shallow enough for a tree that was linked in by mistake. */
const maxDepth = 4;
const maxListed = 2000;

/**
 * Where a named file lies. The name is a path inside the data folder, written with `/`.
 *
 * Links are followed first and judged then: what counts is where the file, or the folder it will be made in, really
 * is. Names that begin with a dot are refused, ours among them: parts, positions, `..`.
 *
 * @throws SyncError(pause) for anything outside.
 */
export async function resolveDataFile(dataFolder: string, name: string): Promise<string> {
  const problem = nameProblem(name);
  if (problem !== null) throw unsafe(name, problem);
  const root = await realpath(dataFolder).catch(() => {
    throw new SyncError('retry', 'source.unreachable', 'The data folder is not there.', { path: 'file' });
  });
  const wanted = join(root, ...name.split('/'));
  const real = await realOrNearest(wanted);
  if (real !== root && real.startsWith(root.endsWith(sep) ? root : root + sep)) return real;
  throw unsafe(name, 'a link leads out of it');
}

function nameProblem(name: string): string | null {
  if (name.trim() === '') return 'the name is empty';
  if (/[\0-\x1f\x7f\\]/.test(name)) return 'it holds a backslash or a control character';
  if (isAbsolute(name) || win32.isAbsolute(name) || /^[a-z]:/i.test(name)) return 'it begins at a root';
  if (Buffer.byteLength(name) > 1000) return 'it is too long';
  for (const part of name.split('/')) {
    if (part === '' || part.startsWith('.')) return 'a part of it is empty or begins with a dot';
    if (Buffer.byteLength(part) > 200) return 'a part of it is too long';
  }
  return null;
}

function unsafe(name: string, problem: string): SyncError {
  const shown = JSON.stringify(name.slice(0, 80));
  return new SyncError(
    'pause',
    'file.unsafe-path',
    `${shown} is not a file of the data folder: ${problem}.`,
    {
      pause: 'config',
      path: 'file',
    },
  );
}

/** The real place of a path; of one that is not there yet, below the real place of its nearest folder. */
async function realOrNearest(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (thrown) {
    // A link to nowhere would be followed when the file is made.
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    const parent = dirname(path);
    if (isLink || parent === path)
      throw unsafe(path.slice(path.lastIndexOf(sep) + 1), 'a link leads nowhere');
    if (!isMissing(thrown)) throw thrown;
    return join(await realOrNearest(parent), path.slice(parent.length).replace(/^[/\\]/, ''));
  }
}

/** Whether a file system call failed because there is no such file. */
export function isMissing(thrown: unknown): boolean {
  const code = thrown instanceof Error ? Reflect.get(thrown, 'code') : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Files of the data folder by name, in name order; hidden ones and what links point to are left out. */
export async function listDataFiles(dataFolder: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (folder: string, prefix: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
      if (isMissing(thrown)) return [];
      throw thrown;
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || found.length >= maxListed) continue;
      if (entry.isFile()) found.push(prefix + entry.name);
      else if (entry.isDirectory() && depth < maxDepth)
        await visit(join(folder, entry.name), `${prefix}${entry.name}/`, depth + 1);
    }
  };
  await visit(dataFolder, '', 1);
  return found;
}

/**
 * The files a config names: one, or those that fit a `*` in the last part of the name, in name order.
 *
 * @example findDataFiles(folder, 'orders-*.csv') // ['orders-01.csv', 'orders-02.csv']
 */
export async function findDataFiles(dataFolder: string, pattern: string): Promise<string[]> {
  const problem = nameProblem(pattern);
  if (problem !== null) throw unsafe(pattern, problem);
  if (!pattern.includes('*')) return [pattern];
  const folder = pattern.slice(0, pattern.lastIndexOf('/') + 1);
  if (folder.includes('*')) throw unsafe(pattern, 'a * may stand only behind the last /');
  const parts = pattern.slice(folder.length).split('*');
  const within = folder === '' ? dataFolder : await resolveDataFile(dataFolder, folder.slice(0, -1));
  const entries = await readdir(within, { withFileTypes: true }).catch((thrown: unknown) => {
    if (isMissing(thrown)) return [];
    throw thrown;
  });
  const names = entries.filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.') && fits(entry.name, parts),
  );
  return names.map(({ name }) => folder + name).sort((a, b) => (a < b ? -1 : 1));
}

/** Linear, whatever the pattern: each part is looked for behind the one before it. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  const last = others.pop() ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
