import { deliverLink } from '../link/deliverLink.ts';
import { keepWritten } from '../page/keepWritten.ts';
import type { Page } from '../page/preparePage.ts';
import { RunStop, worstOf } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { type Claim, claimPage, type Way } from './claimPage.ts';
import { decideWay } from './decideWay.ts';
import { guardDeletes } from './massDelete.ts';
import { parkRecords } from './parkRecords.ts';
import { writeRecords } from './writeRecords.ts';

/**
 * Delivers a page to all its destinations, those at the same time, and holds the lanes of its records meanwhile.
 *
 * @param claiming what was begun while the page before was on its way. Default: begins now.
 * @returns the way to let the lanes go, once the page is settled.
 * @throws RunStop with what was written kept, and others; always with the lanes let go.
 */
export async function deliverPage(
  work: RunWork,
  page: Page,
  claiming: Promise<Claim> = claimPage(work, page),
): Promise<() => void> {
  const { ways, release } = await claiming;
  const results = await Promise.allSettled(ways.map((way) => deliverTo(work, page, way)));
  const thrown = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (thrown.length === 0) return release;
  const worst = worstOf(thrown);
  try {
    // The lanes are held until the ledger knows what happened: a change waiting for them will look there.
    if (worst instanceof RunStop) await keepWritten(work, page);
  } finally {
    release();
  }
  throw worst;
}

async function deliverTo(work: RunWork, page: Page, way: Way): Promise<void> {
  if (way.dest.step.type === 'link') return deliverLink(work, page, way);
  if (way.dest.isCheckpoint) return parkRecords(work, page, way);
  const outgoing = await decideWay(work, page, way);
  await writeRecords(work, way.dest, page, await guardDeletes(work, page, way.dest, outgoing));
}
