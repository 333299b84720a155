import type { Page } from '../page/preparePage.ts';
import type { PauseDetail } from '../ports.ts';
import { RunStop } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { count } from '../run/words.ts';
import { type DestinationStep, deletePolicy } from './destinationStep.ts';
import { leaveDeletes } from './leaveDeletes.ts';
import type { Outgoing } from './writeBatch.ts';

/** So many a run may delete whatever the size of the destination. */
const mostDeletes = 50;
/** Share of what the destination holds that a run may delete. */
const deletedShare = 0.1;
/** An empty listing of a source that had more than this is taken for a mishap. */
export const mostForgotten = 100;
/**
 * A run that has no end is measured by what was deleted within so many minutes. A mishap deletes much at once; over days
 * even a small table sees many records come and go.
 */
const rollingMinutes = 10;

/** How many records a run may delete of so many. */
export const deleteLimit = (known: number): number => Math.max(mostDeletes, Math.floor(known * deletedShare));

export const isRolling = ({ run }: RunWork): boolean => run.kind === 'live' || run.kind === 'release';

/**
 * Stops a run before it deletes a large part of what a destination holds: a source that answers with nothing, a filter
 * gone wrong. A person then lets it, or says no. Deletes that a person let through one by one at a checkpoint are not
 * counted.
 *
 * @returns what is to be written: all but the deletes a person said no to, which are settled.
 * @throws RunStop before anything of the page is written.
 */
export async function guardDeletes(
  work: RunWork,
  page: Page,
  dest: DestinationStep,
  outgoing: readonly Outgoing[],
): Promise<readonly Outgoing[]> {
  const deletes = outgoing.filter(isDelete).filter((one) => {
    const approved = isApproved(page, one);
    if (approved) agree(page, dest, one);
    return !approved;
  });
  if (deletes.length === 0 || work.run.deletesApproved || dest.wholeState) return outgoing;
  const { counted, refused } = await sortByWord(work, page, dest, deletes);
  if (refused.length > 0) leaveDeletes(work, page, dest, refused);
  if (counted.length > 0) await stopIfMany(work, page, dest, counted);
  const left = new Set(refused);
  return left.size === 0 ? outgoing : outgoing.filter((one) => !left.has(one));
}

const isDelete = ({ delivery, known }: Outgoing): boolean => delivery.op === 'delete' && known;

const isApproved = ({ account }: Page, { delivery }: Outgoing): boolean =>
  account.resumption?.records[delivery.place]?.isApproved === true;

const agree = ({ account }: Page, { destinationId }: DestinationStep, { delivery }: Outgoing) =>
  account.agreed.add(`${destinationId} ${delivery.key}`);

interface SortedDeletes {
  counted: Outgoing[];
  refused: Outgoing[];
}

/**
 * What a person said of a run that has an end is for the run. A run without an end goes on, so there it is for what had
 * come by then: each delete obeys the first word that was said after it came.
 */
async function sortByWord(
  work: RunWork,
  page: Page,
  dest: DestinationStep,
  deletes: Outgoing[],
): Promise<SortedDeletes> {
  const { ports, run } = work;
  if (!isRolling(work))
    return run.deletesRefused ? { counted: [], refused: deletes } : { counted: deletes, refused: [] };
  const words = await ports.sweeps.words(dest.destinationId, run.feeder);
  const sorted: SortedDeletes = { counted: [], refused: [] };
  for (const one of deletes) {
    const arrivedMs = arrivedAt(page, one);
    const word = words.find(({ until }) => arrivedMs <= until.getTime());
    if (word === undefined) sorted.counted.push(one);
    else if (!word.allowed) sorted.refused.push(one);
    else agree(page, dest, one);
  }
  return sorted;
}

/** When word of it came, which is before the source was asked. */
const arrivedAt = ({ hintedMs }: Page, { delivery: { change } }: Outgoing): number =>
  hintedMs.get(change.key) ?? Date.parse(change.receivedTs);

async function stopIfMany(
  work: RunWork,
  page: Page,
  dest: DestinationStep,
  counted: readonly Outgoing[],
): Promise<void> {
  const { sweeps } = work.ports;
  const { node } = dest.step;
  const keys = counted.map(({ delivery }) => delivery.key);
  const settled = isRolling(work)
    ? await sweeps.deletedLately(dest.destinationId, rollingMinutes)
    : await sweeps.deleted(work.run.runId, node);
  const underWay = work.deleting.get(node) ?? 0;
  const total = settled + underWay + keys.length;
  if (total > mostDeletes) {
    const known = await sweeps.known(dest.destinationId);
    // Those it has deleted already were part of what was there.
    if (total > deleteLimit(known + settled))
      throw stopForDeletes(work, { node, count: total, known, keys: keys.slice(0, mostShown) });
  }
  work.deleting.set(node, underWay + keys.length);
  page.account.deleting.set(node, (page.account.deleting.get(node) ?? 0) + keys.length);
}

const mostShown = 10;

export function stopForDeletes(work: RunWork, what: Omit<PauseDetail, 'runId'>): RunStop {
  const step = work.ready.step(what.node);
  const done = deletePolicy(step) === 'archive' ? 'archived' : 'deleted';
  const span = isRolling(work) ? `within ${rollingMinutes} minutes` : 'by this run';
  const message = `${count(what.count, 'record')} of ${what.known.toLocaleString('en-GB')} in ${step.title} would be ${done} ${span}`;
  const detail: PauseDetail = { runId: work.run.runId, ...what };
  return new RunStop({
    kind: 'pause',
    reason: 'guard',
    code: 'run.mass-delete',
    message,
    tries: 0,
    detail,
  });
}
