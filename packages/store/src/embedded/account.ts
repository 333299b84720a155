import { createHash } from 'node:crypto';
import { chown, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** User and group PostgreSQL runs under; undefined = ours. */
export interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root, so root hands it to `nobody`, who needs no entry in /etc/passwd for that. */
export function chooseAccount(): Account | undefined {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
}

/** Gives a path to the account; nothing to do when it is our own. */
export async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account !== undefined) await chown(path, account.uid, account.gid);
}

/**
 * Folder of the cluster. When root keeps its data in a folder that only root may enter (a checkout under /root), the
 * cluster goes to /var/lib/syncline, because the account could not reach it.
 */
export async function chooseClusterFolder(dataDir: string, account: Account | undefined): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  // The real path: a server is known by the folder on its command line, whichever link led there.
  const home = await realpath(dataDir);
  if (account === undefined || (await everyoneMayPass(home))) return join(home, 'postgres');
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  const folder = join('/var/lib/syncline', name);
  await mkdir(folder, { recursive: true, mode: 0o755 });
  return join(folder, 'postgres');
}

async function everyoneMayPass(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
