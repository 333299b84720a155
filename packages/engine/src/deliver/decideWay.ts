import type { NodeRole, Outcome } from '@syncline/model';
import { type Decision, type GuardContext, guard, isKnown, isUncounted } from '../guard/guard.ts';
import { findAsker } from '../page/fetchRecords.ts';
import type { Page } from '../page/preparePage.ts';
import { feedersOf } from '../plan/reach.ts';
import type { LedgerEntry, LedgerState } from '../ports.ts';
import { type Delivery, originOf, sourceKeyOf } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';
import { count, phrase } from '../run/words.ts';
import type { Way } from './claimPage.ts';
import type { DestinationStep } from './destinationStep.ts';
import { keepChange } from './recordChange.ts';
import { refetch } from './refetch.ts';
import { createRound } from './round.ts';
import { buryDelivery } from './settleRecord.ts';
import type { Outgoing } from './writeBatch.ts';

/** Kinds of run whose records are as the source has them, so that reading one again makes sense. */
const canBeReread: ReadonlySet<string> = new Set(['read', 'live', 'backfill', 'sweep']);

/**
 * Lets the guard decide on every record of a page for one destination. What needs no write is settled in the page's
 * account.
 *
 * @returns what is to be written. @throws RunStop when a record has to be read again and can't be now.
 */
export async function decideWay(work: RunWork, page: Page, way: Way): Promise<Outgoing[]> {
  const { dest, newest, superseded, entries } = way;
  for (const delivery of superseded) end(work, dest, page, delivery, 'superseded');
  if (entries.size > 0) page.account.ledgerIsNew = false;
  if (work.run.kind === 'sweep') see(page, dest, newest);
  const asker = canBeReread.has(work.run.kind) ? findAsker(work) : null;
  const context: GuardContext = {
    runId: work.run.runId,
    atMostOnce: dest.atMostOnce,
    wholeState: dest.wholeState,
    deletes: dest.deletes,
    canRefetch: asker !== null,
    keepsVersion: work.run.kind === 'sweep' || work.run.kind === 'backfill',
  };
  const outgoing: Outgoing[] = [];
  const doubtful: Delivery[] = [];
  let ambiguous = 0;
  const take = (delivery: Delivery) => {
    const held = entries.get(delivery.key);
    const decision = guard(delivery, held, context);
    if (decision.act === 'refetch') {
      doubtful.push(delivery);
      return;
    }
    if (decision.ambiguous === true) ambiguous += 1;
    if (decision.act === 'write') outgoing.push({ delivery, known: decision.known, held });
    else settleUnwritten(work, page, dest, { delivery, held, decision, context });
  };
  newest.forEach(take);
  if (asker !== null && doubtful.length > 0) {
    const rereads = await refetch(work, asker, dest.step.node, doubtful, entries);
    rereads.forEach((reread, index) => {
      const asked = doubtful[index];
      if (reread.as === 'delivery') take(reread.delivery);
      else if (asked === undefined) return;
      // What was proposed is not what is: the change that made it so comes by itself.
      else if (reread.as === 'elsewhere') end(work, dest, page, asked, 'stale');
      else buryReread(work, page, dest, asked.key, reread.failed);
    });
  }
  if (ambiguous > 0 && mayComeInAnyOrder(work, dest)) sayAmbiguous(work, page, dest, ambiguous);
  return outgoing;
}

function see(page: Page, dest: DestinationStep, met: readonly Delivery[]): void {
  const keys = met.filter(({ op }) => op === 'upsert').map(({ key }) => key);
  if (keys.length > 0) page.account.seen.push({ destinationId: dest.destinationId, keys });
}

interface Unwritten {
  delivery: Delivery;
  held: LedgerEntry | undefined;
  decision: Extract<Decision, { act: 'settle' }>;
  context: GuardContext;
}

function settleUnwritten(
  work: RunWork,
  page: Page,
  dest: DestinationStep,
  { delivery, held, decision, context }: Unwritten,
): void {
  const { outcome, forward, replayed } = decision;
  const uncounted = held !== undefined && isUncounted(held, context) && (replayed || outcome === 'uncertain');
  if (forward || uncounted) {
    page.account.ledger.push({
      destinationId: dest.destinationId,
      key: delivery.key,
      ...contentAfter(delivery, held, dest),
      version:
        forward || held === undefined ? versionText(delivery.version, delivery.receivedMs) : held.version,
      remoteId: held?.remoteId ?? null,
      runId: work.run.runId,
      page: page.number,
      outcome,
      sourceKey: sourceKeyOf(delivery),
      // What was written before a crash was not told its terms.
      terms:
        uncounted && delivery.op === 'upsert' ? dest.terms(delivery.record, sourceKeyOf(delivery)) : null,
    });
  }
  // Found out by recovery, told here: a record nobody knows the fate of goes to the failed list once.
  if (outcome === 'uncertain' && uncounted) {
    const place = { work, page, dest, round: createRound(), cautious: false };
    const message = 'It is not known whether the write happened';
    buryDelivery(place, { delivery }, 'uncertain', 'destination.unknown', message, null);
  } else {
    if (replayed) keepChange(work, page, dest, delivery, outcome);
    end(work, dest, page, delivery, outcome);
  }
}

/** An orphan is still there, with the content it has. */
function contentAfter(
  { op, hash }: Delivery,
  held: LedgerEntry | undefined,
  { deletes }: DestinationStep,
): { state: LedgerState; hash: string } {
  if (op === 'upsert')
    return { state: held?.state === 'orphan' ? 'synced' : (held?.state ?? 'synced'), hash };
  const stays = deletes === 'ignore' && held !== undefined && isKnown(held);
  return stays ? { state: 'orphan', hash: held.hash } : { state: 'tombstone', hash };
}

function buryReread(
  work: RunWork,
  { account }: Page,
  { step, destinationId }: DestinationStep,
  key: string,
  {
    item,
    code,
    field,
    message,
  }: Extract<Awaited<ReturnType<typeof refetch>>[number], { as: 'failed' }>['failed'],
): void {
  work.causes.set(code, (work.causes.get(code) ?? 0) + 1);
  work.log.write('error', `${phrase(message)}, kept in failed records`, {
    node: step.node,
    key,
    code,
  });
  account.bury({
    node: step.node,
    destinationId,
    key,
    outcome: 'dead',
    code,
    message,
    field,
    place: null,
    input: item.change.record,
    mapped: undefined,
    version: versionText(item.change.version, Date.parse(item.change.receivedTs) || 0),
    attempts: 1,
    origin: originOf(work.run.feeder, item.change),
  });
}

const arrivesUnordered: ReadonlySet<NodeRole> = new Set(['trigger', 'sync']);

/** One feeder that asks, page after page, tells the order by itself. */
function mayComeInAnyOrder({ ready, run }: RunWork, { step }: DestinationStep): boolean {
  return (
    arrivesUnordered.has(ready.step(run.feeder).role) || feedersOf(ready.flow.plan, step.node).length > 1
  );
}

function sayAmbiguous(work: RunWork, page: Page, { step }: DestinationStep, records: number): void {
  page.account.counts.ambiguous(step.node, records);
  const text = `${count(records, 'record')} came without a version that tells what is newer: the last to come won`;
  work.log.write('warn', text, { node: step.node });
}

function end(
  { run }: RunWork,
  { step, destinationId }: DestinationStep,
  { account }: Page,
  { key, place }: Delivery,
  outcome: Outcome,
): void {
  // A record that is run once more and finds something newer was not late: it was overtaken.
  const ended = run.kind === 'replay' && outcome === 'stale' ? 'superseded' : outcome;
  account.endQuietly(step.node, ended, key, destinationId);
  account.resumption?.tell(place, ended === 'superseded' ? 'overtaken' : 'done');
}
