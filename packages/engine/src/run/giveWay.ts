import type { BatchPlace } from '../deliver/writeBatch.ts';
import { priorities } from '../guard/lanes.ts';
import { RunStop } from './runStop.ts';
import type { RunWork } from './runWork.ts';
import { politeMs } from './sleepInLanes.ts';

/**
 * Between two batches of a page: stops where the work is to stop, or where a live change waits for a record that this
 * page, or the one read ahead of it, has held for more than a second. What was written is kept, and the run comes again
 * right behind that change. It stays while nothing was written, so that each turn gets on however many changes come, and
 * the tries of a destination that takes nothing are counted.
 *
 * @param sinceMs when the page began to be written. @throws RunStop
 */
export function stopBetweenBatches(
  { work, page, dest }: Pick<BatchPlace, 'work' | 'page' | 'dest'>,
  sinceMs: number,
): void {
  if (work.halt.aborted) throw new RunStop({ kind: 'halted' });
  const isKept = page.account.tries.some(({ rows }) => rows.length > 0);
  if (!isKept || performance.now() - sinceMs <= politeMs || !isWanted(work)) return;
  const { gaveWay, run, timeline, log } = work;
  const { node } = dest.step;
  if (!gaveWay.has(run.runId))
    log.write('info', 'A live change of a record in this page goes first, the rest follows behind it', {
      node,
    });
  gaveWay.set(run.runId, timeline);
  throw new RunStop({ kind: 'halted' });
}

function isWanted(work: RunWork): boolean {
  if (work.priority === priorities.live) return false;
  let wanted = false;
  const forget = work.lanes.whenWanted(work, () => {
    wanted = true;
  });
  forget();
  return wanted;
}
