import { setTimeout as sleep } from 'node:timers/promises';
import type { Edit } from './people.ts';
import type { World } from './world.ts';

/** Tells of edits as a vendor does: late, out of order, some twice, again until it is told that it was kept. */
export interface Sender {
  /** Sends for as long as `more` says, this many a second, and then what is still held back. */
  send(edits: () => Promise<Edit>, more: () => boolean, perSecond: number): Promise<void>;
  /** Posts that were acknowledged. */
  kept(): number;
  edits(): number;
}

export interface SenderOptions {
  /** Held back this long at most, each for a while of its own. */
  shuffleMs: number;
  /** Part of the posts that comes twice. */
  doubled: number;
  bodyOf: (edit: Edit) => unknown;
}

export function createSender(world: World, address: string, options: SenderOptions): Sender {
  const { chance } = world;
  let kept = 0;
  let edits = 0;
  const post = async (id: string, body: string): Promise<void> => {
    for (;;) {
      try {
        const answer = await fetch(new URL(address, world.url), {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'webhook-id': id },
          body,
          signal: AbortSignal.timeout(10_000),
        });
        await answer.arrayBuffer();
        if (answer.ok) {
          kept += 1;
          return;
        }
        if (answer.status !== 503) throw new Error(`the post was answered ${answer.status}`);
      } catch (thrown) {
        // Refused or cut off: it may have been kept or not, so it is sent again.
        if (!(thrown instanceof TypeError || thrown instanceof DOMException)) throw thrown;
      }
      await sleep(100);
    }
  };
  return {
    kept: () => kept,
    edits: () => edits,
    send: async (next, more, perSecond) => {
      const underway: Promise<void>[] = [];
      const tell = (edit: Edit, waits: number) => {
        const body = JSON.stringify(options.bodyOf(edit));
        const id = `edit-${edit.id}-${edit.n}`;
        underway.push(sleep(waits).then(() => post(id, body)));
      };
      const began = Date.now();
      while (more()) {
        const edit = await next();
        edits += 1;
        tell(edit, chance.below(options.shuffleMs));
        if (chance.happens(options.doubled)) tell(edit, chance.below(options.shuffleMs));
        const ahead = began + (edits * 1000) / perSecond - Date.now();
        if (ahead > 0) await sleep(ahead);
      }
      await Promise.all(underway);
    },
  };
}

/** The whole record with the number of its change. */
export const fullBody = ({ id, n, deleted, name, email }: Edit) => ({
  type: deleted ? 'deleted' : 'changed',
  n,
  person: deleted ? { id } : { id, name, email, n },
});

/** Only which record it is: the rest has to be asked for. */
export const hintBody = ({ id }: Edit) => ({ id });
