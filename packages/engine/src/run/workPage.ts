import { deliverPage } from '../deliver/deliverPage.ts';
import { followHints } from '../page/followHints.ts';
import { preparePage, type RawPage } from '../page/preparePage.ts';
import { settlePage } from '../page/settlePage.ts';
import type { RunWork } from './runWork.ts';

/**
 * Takes one page all the way: reads again what it only has word of, maps, delivers, settles.
 *
 * @returns how many records it had word of were not there any more. @throws RunStop with what was written kept.
 */
export async function workPage(work: RunWork, raw: RawPage): Promise<number> {
  const followed = await followHints(work, raw);
  try {
    const page = await preparePage(work, followed.raw);
    const release = await deliverPage(work, page);
    try {
      await settlePage(work, page);
    } finally {
      release();
    }
  } finally {
    followed.release();
  }
  return followed.absent;
}
