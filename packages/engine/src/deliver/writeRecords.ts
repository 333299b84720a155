import type { Page } from '../page/preparePage.ts';
import { stopBetweenBatches } from '../run/giveWay.ts';
import { RunStop } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { sleepInLanes } from '../run/sleepInLanes.ts';
import { duration, phrase } from '../run/words.ts';
import { inlineTryLimit, planRetry, type Retry, triesOfOneDay } from './backoff.ts';
import { bisect } from './bisect.ts';
import type { DestinationStep } from './destinationStep.ts';
import { matchedAtOnce, matchRecords } from './matchRecords.ts';
import { isMatched } from './needsMatch.ts';
import { createRound, type Round } from './round.ts';
import { refuseRecord } from './settleRecord.ts';
import { keepBack } from './strayWrites.ts';
import { type BatchPlace, BatchRefused, type Outgoing, writeBatch } from './writeBatch.ts';

/** Recoveries after which a page is taken to be what kills its workers. */
const poisonRecoveries = 5;

/**
 * Writes the records of a page to one destination until every one of them has an outcome.
 *
 * @throws RunStop when it can't be now: the page is then worked on again, with what was written in the ledger.
 */
export async function writeRecords(
  work: RunWork,
  dest: DestinationStep,
  page: Page,
  records: readonly Outgoing[],
): Promise<void> {
  const sinceMs = performance.now();
  // Only the page a run was resumed at has tries behind it.
  let tries = page.number === work.run.pages ? work.tries : 0;
  let held = 0;
  let sleptMs = 0;
  let cautious = false;
  let pending = records;
  while (pending.length > 0) {
    const round = createRound();
    await writeRound({ work, dest, page, round, cautious }, pending, sinceMs);
    pending = round.later;
    if (pending.length === 0) return;
    if (round.unexplained && tries >= inlineTryLimit) cautious = refuseToGuess(work, round, tries);
    const next = await waitForNext(work, dest, round, { tries, held, sleptMs });
    held = next.tries === tries ? held + 1 : 0;
    tries = next.tries;
    sleptMs += next.waitMs;
  }
}

async function writeRound(place: BatchPlace, records: readonly Outgoing[], sinceMs: number): Promise<void> {
  const { round, dest } = place;
  const most = dest.matches ? Math.min(matchedAtOnce, dest.maxBatch) : dest.maxBatch;
  const size = place.cautious ? 1 : most;
  let left = keepBack(place, records);
  for (let isFirst = true; left.length > 0; isFirst = false) {
    const batch = left.slice(0, size);
    left = left.slice(size);
    if (round.stopped) {
      round.later.push(...batch);
      continue;
    }
    if (!isFirst) stopBetweenBatches(place, sinceMs);
    const holdMs = dest.breaker.holdMs(Date.now());
    if (holdMs > 0) {
      const message = `${dest.step.title} does not answer`;
      round.retry(batch, { code: 'destination.unreachable', message, afterMs: holdMs, rateLimited: true });
      round.stop();
      continue;
    }
    const ready = dest.matches ? await findReady(place, batch) : batch;
    if (ready.length > 0) await callOrBisect(place, ready, writeBatch);
    // Each batch that puts some off got on with others, so there are fewer of them each time.
    left = [...round.unbegun.splice(0), ...left];
  }
}

/** Looks for the records of a batch that may be there already. @returns those that can be written now. */
async function findReady(place: BatchPlace, batch: readonly Outgoing[]): Promise<readonly Outgoing[]> {
  await callOrBisect(place, batch, matchRecords);
  const ready = batch.filter((outgoing) => isMatched(place.dest, outgoing));
  if (!place.round.stopped) return ready;
  place.round.later.push(...ready);
  return [];
}

async function callOrBisect(
  place: BatchPlace,
  batch: readonly Outgoing[],
  call: (place: BatchPlace, batch: readonly Outgoing[]) => Promise<void>,
): Promise<void> {
  const refuse = (outgoing: Outgoing, thrown: unknown) => {
    const { code, message, path } =
      thrown instanceof BatchRefused ? thrown : new BatchRefused('run.internal', '', null);
    refuseRecord(place, outgoing, code, message, path);
  };
  try {
    await call(place, batch);
  } catch (thrown) {
    if (!(thrown instanceof BatchRefused)) throw thrown;
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) return refuse(only, thrown);
    const text = `Refused as a whole, looking for the culprit among ${batch.length}: ${thrown.message}`;
    place.work.log.write('warn', text, { node: place.dest.step.node, code: thrown.code });
    await bisect(
      batch,
      (part) => call(place, part),
      (error) => error instanceof BatchRefused,
      refuse,
    );
  }
}

/** An error nobody planned keeps coming. Never call a whole batch bad for it, unless it kills its workers. */
function refuseToGuess(work: RunWork, round: Round, tries: number): true {
  if (work.run.recoveries > poisonRecoveries) return true;
  const { code, message } = round.note();
  throw new RunStop({ kind: 'pause', reason: 'retries', code, message, tries });
}

interface Waits {
  tries: number;
  held: number;
  /** Of this page so far. */
  sleptMs: number;
}

/** @returns the tries the next round has behind it, and how long it waited. */
async function waitForNext(
  work: RunWork,
  dest: DestinationStep,
  round: Round,
  { tries, held, sleptMs }: Waits,
): Promise<Retry> {
  const { code, message, afterMs, rateLimited } = round.note();
  const { node } = dest.step;
  const retry = planRetry({ tries, held, afterMs, rateLimited }, work.ports.random);
  if (retry.tries > triesOfOneDay) {
    throw new RunStop({ kind: 'pause', reason: 'retries', code, message, tries: retry.tries });
  }
  if (retry.place === 'durable') {
    throw new RunStop({ kind: 'backoff', waitMs: retry.waitMs, tries: retry.tries, code, message });
  }
  const again = rateLimited
    ? `${phrase(message)}, holding ${duration(retry.waitMs)}`
    : `${phrase(message)}, trying again in ${duration(retry.waitMs)} (${retry.tries} of ${inlineTryLimit})`;
  work.log.write('warn', again, { node, code });
  const fromMs = work.elapsed();
  const waited = await sleepInLanes(work, retry.waitMs, sleptMs);
  work.timeline.add(node, code.endsWith('rate-limited') ? 'limited' : 'retry', fromMs, work.elapsed());
  if (waited === 'halted') {
    const left = Math.max(0, retry.waitMs - (work.elapsed() - fromMs));
    throw new RunStop({ kind: 'backoff', waitMs: left, tries: retry.tries, code, message });
  }
  return retry;
}
