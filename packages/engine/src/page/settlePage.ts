import { isRolling } from '../deliver/massDelete.ts';
import type { ReplayedLetter } from '../ports.ts';
import { RunStop } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import type { DeletedRecords } from '../syncPorts.ts';
import { findImbalance } from './conservation.ts';
import { addCounts } from './counts.ts';
import { keepWritten } from './keepWritten.ts';
import type { PageAccount } from './pageAccount.ts';
import type { Page } from './preparePage.ts';

/** Largest share of dead records a run may have beyond its error budget. */
const deadShare = 0.05;

/**
 * Settles everything a page changed in one transaction.
 *
 * @throws RunStop when records are not accounted for, or too many died; FencedError when another worker took over.
 */
export async function settlePage(work: RunWork, page: Page): Promise<void> {
  const { ports, lease, run, ready, timeline } = work;
  const { account } = page;
  const counts = account.counts.all();
  const breaches = findImbalance(ready.flow.plan, counts, run.feeder);
  if (breaches.length > 0) {
    for (const breach of breaches) work.log.write('error', breach, { code: 'run.internal' });
    await keepWritten(work, page);
    const message = `Page ${page.number}: ${breaches[0]}`;
    throw new RunStop({ kind: 'failed', code: 'run.internal', message });
  }
  await ports.runs.settle(lease, {
    runId: run.runId,
    page: page.number,
    token: page.token,
    progress: page.progress,
    inboxIds: page.inboxIds,
    read: page.read,
    counts,
    ledger: account.ledger,
    ledgerIsNew: account.ledgerIsNew,
    events: account.events,
    deadLetters: account.deadLetters,
    attemptIds: [...account.tries.map(({ id }) => id), ...work.strays.takeLanded(ports.now())],
    spans: timeline.take(work.elapsed()),
    parked: account.parked,
    releasedIds: releasedBy(account),
    replayed: replayedBy(account),
    seen: account.seen,
    changes: account.changes,
    links: account.links,
    deleted: deletedBy(work, account),
  });
  if (account.parked.some(({ due }) => due !== null)) work.wake();
  for (const [node, records] of account.deleting)
    work.deleting.set(node, (work.deleting.get(node) ?? 0) - records);
  work.read += page.read;
  // What waits for a person has not failed.
  const dead = account.deadLetters.filter(({ outcome }) => outcome !== 'parked').length;
  work.dead += dead;
  work.settled = page.number + 1;
  work.tries = 0;
  addCounts(work.totals, counts);
  if (dead > 0) checkBudget(work);
}

/** What a run without an end has deleted, for the measure of the mass-change guard. */
function deletedBy(work: RunWork, { ledger, agreed }: PageAccount): DeletedRecords[] {
  if (!isRolling(work) || work.run.deletesApproved) return [];
  const byDestination = new Map<string, Set<string>>();
  for (const { destinationId, key, outcome, state } of ledger) {
    if (outcome !== 'deleted' || state !== 'tombstone' || agreed.has(`${destinationId} ${key}`)) continue;
    const keys = byDestination.get(destinationId) ?? new Set();
    byDestination.set(destinationId, keys.add(key));
  }
  return [...byDestination].map(([destinationId, keys]) => ({ destinationId, records: keys.size }));
}

function releasedBy({ resumption }: PageAccount): string[] {
  return resumption?.records.flatMap(({ parkedId }) => parkedId ?? []) ?? [];
}

/** What failed again has a new letter, which stands for it. */
function replayedBy({ resumption }: PageAccount): ReplayedLetter[] {
  if (resumption === null) return [];
  return resumption.records.flatMap(({ letterId }, place) => {
    if (letterId === null) return [];
    const fate = resumption.fateOf(place);
    const state = fate === 'dead' || fate === 'overtaken' ? 'superseded' : 'replayed';
    return [{ id: letterId, state }];
  });
}

/** Asked only when a page added to the dead, so a run that a person resumed goes on until more die. */
function checkBudget({ ready, dead, read }: RunWork): void {
  const { errorBudget } = ready.flow.plan.settings;
  if (dead <= Math.max(errorBudget, read * deadShare)) return;
  const message = `${dead} of ${read} records failed, more than this flow may lose`;
  throw new RunStop({ kind: 'pause', reason: 'budget', code: 'run.budget', message, tries: 0 });
}
