import { unhappyOutcomes } from '@syncline/model';
import { guard, isUncounted } from '../guard/guard.ts';
import { keepWritten } from '../page/keepWritten.ts';
import type { Page } from '../page/preparePage.ts';
import { sourceKeyOf } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import { RunStop, worstOf } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { type Claim, claimPage, type Way } from './claimPage.ts';
import type { DestinationStep } from './destinationStep.ts';
import { createRound } from './round.ts';
import { buryDelivery } from './settleRecord.ts';
import type { Outgoing } from './writeBatch.ts';
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
  const { run } = work;
  const { dest, newest, superseded, entries } = way;
  for (const { key } of superseded) end(dest, page, key, 'superseded');
  if (entries.size > 0) page.account.ledgerIsNew = false;
  const { atMostOnce, wholeState } = dest;
  const context = { runId: run.runId, atMostOnce, wholeState };
  const outgoing: Outgoing[] = [];
  for (const delivery of newest) {
    const held = entries.get(delivery.key);
    const decision = guard(delivery, held, context);
    if (decision.act === 'write') {
      outgoing.push({ delivery, known: decision.known, held });
      continue;
    }
    const uncounted =
      held !== undefined &&
      isUncounted(held, context) &&
      (decision.replayed || decision.outcome === 'uncertain');
    if (decision.forward || uncounted) {
      page.account.ledger.push({
        destinationId: dest.destinationId,
        key: delivery.key,
        hash: delivery.hash,
        version:
          decision.forward || held === undefined
            ? versionText(delivery.version, delivery.receivedMs)
            : held.version,
        state: delivery.op === 'delete' ? 'tombstone' : (held?.state ?? 'synced'),
        remoteId: held?.remoteId ?? null,
        runId: run.runId,
        page: page.number,
        outcome: decision.outcome,
        sourceKey: sourceKeyOf(delivery),
        terms: null,
      });
    }
    // Found out by recovery, told here: a record nobody knows the fate of goes to the failed list once.
    if (decision.outcome === 'uncertain' && uncounted) {
      const place = { work, page, dest, round: createRound(), cautious: false };
      const message = 'It is not known whether the write happened';
      buryDelivery(place, { delivery }, 'uncertain', 'destination.unknown', message, null);
    } else {
      end(dest, page, delivery.key, decision.outcome);
    }
  }
  await writeRecords(work, dest, page, outgoing);
}

function end(
  { step, destinationId }: DestinationStep,
  { account }: Page,
  key: string,
  outcome: Parameters<Page['account']['end']>[1],
): void {
  if (unhappyOutcomes.has(outcome))
    account.end(step.node, outcome, { key, destinationId, code: outcome, detail: null });
  else account.counts.outcome(step.node, outcome);
}
