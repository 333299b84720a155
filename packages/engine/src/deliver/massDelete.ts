import type { Page } from '../page/preparePage.ts';
import type { PauseDetail } from '../ports.ts';
import { RunStop } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { count } from '../run/words.ts';
import { type DestinationStep, deletePolicy } from './destinationStep.ts';
import type { Outgoing } from './writeBatch.ts';

/** So many a run may delete whatever the size of the destination. */
const mostDeletes = 50;
/** Share of what the destination holds that a run may delete. */
const deletedShare = 0.1;
/** An empty listing of a source that had more than this is taken for a mishap. */
export const mostForgotten = 100;

/** How many records a run may delete of so many. */
export const deleteLimit = (known: number): number => Math.max(mostDeletes, Math.floor(known * deletedShare));

/**
 * Stops a run before it deletes a large part of what a destination holds: a source that answers with nothing, a filter
 * gone wrong. A person then lets it, or ends it.
 *
 * @throws RunStop before anything of the page is written.
 */
export async function guardDeletes(
  work: RunWork,
  page: Page,
  dest: DestinationStep,
  outgoing: readonly Outgoing[],
): Promise<void> {
  const keys = outgoing.flatMap(({ delivery, known }) =>
    delivery.op === 'delete' && known ? [delivery.key] : [],
  );
  if (keys.length === 0 || work.run.deletesApproved || dest.wholeState) return;
  const { node } = dest.step;
  const settled = await work.ports.sweeps.deleted(work.run.runId, node);
  const underWay = work.deleting.get(node) ?? 0;
  const total = settled + underWay + keys.length;
  if (total > mostDeletes) {
    const known = await work.ports.sweeps.known(dest.destinationId);
    // Those it has deleted already were part of what was there.
    if (total > deleteLimit(known + settled))
      throw stopForDeletes(work, { node, count: total, known, keys: keys.slice(0, mostShown) });
  }
  work.deleting.set(node, underWay + keys.length);
  page.account.deleting.set(node, keys.length);
}

const mostShown = 10;

export function stopForDeletes(work: RunWork, what: Omit<PauseDetail, 'runId'>): RunStop {
  const step = work.ready.step(what.node);
  const done = deletePolicy(step) === 'archive' ? 'archived' : 'deleted';
  const message = `${count(what.count, 'record')} of ${what.known.toLocaleString('en-GB')} in ${step.title} would be ${done} by this run`;
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
