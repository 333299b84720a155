import { priorities } from '../guard/lanes.ts';
import type { RunWork } from './runWork.ts';
import { sleep } from './sleep.ts';

/** So long in all a live change may be held up by a page that has its record, beyond the call that is under way. */
export const politeMs = 1_000;

/**
 * Waits for the next try of a page that holds lanes. A page of a run with an end does so for a second in all; beyond that
 * it gives way as soon as a live change wants one of the records it, or the page read ahead of it, has.
 *
 * @param sleptMs what it has waited before. @returns `halted` when it is to be left: to stop, or to give way.
 */
export async function sleepInLanes(work: RunWork, ms: number, sleptMs: number): Promise<'over' | 'halted'> {
  const { lanes, priority, abort, halt } = work;
  if (priority === priorities.live || sleptMs + ms <= politeMs) return sleep(ms, abort, halt);
  const giveWay = new AbortController();
  const forget = lanes.whenWanted(work, () => giveWay.abort());
  try {
    return await sleep(ms, abort, AbortSignal.any([halt, giveWay.signal]));
  } finally {
    forget();
  }
}
