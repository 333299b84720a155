import { messageOf } from '@syncline/model';
import { listen } from '../runtime/listen.ts';
import type { Settings } from '../settings/settings.ts';
import type { Finding } from './inspectInstallation.ts';

/**
 * Can a server listen? One that runs already holds the port rightly.
 *
 * @param webs how many servers of this installation run.
 */
export async function inspectPort(
  { host, port }: Pick<Settings, 'host' | 'port'>,
  webs: number,
): Promise<Finding> {
  const place = `${host}:${port}`;
  try {
    const { close } = await listen(host, port);
    await close(AbortSignal.timeout(1_000));
    return { what: 'port', ok: true, note: `${place} is free` };
  } catch (error) {
    return webs > 0
      ? { what: 'port', ok: true, note: `${place} is in use, and a Syncline server runs` }
      : { what: 'port', ok: false, note: messageOf(error) };
  }
}
