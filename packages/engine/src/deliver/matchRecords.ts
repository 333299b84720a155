import type { MatchOutcome } from '@syncline/model';
import { RunStop } from '../run/runStop.ts';
import { CallTimeout, callWithLimit } from './callWithLimit.ts';
import { readFailure } from './failure.ts';
import { isMatched } from './needsMatch.ts';
import { noteOf, type RetryNote } from './round.ts';
import { refuseRecord } from './settleRecord.ts';
import { type BatchPlace, BatchRefused, type Outgoing, SentRecord } from './writeBatch.ts';

/**
 * Records of one batch where each is looked for first. Small, so that a destination which allows few calls is told of
 * some records before its limit holds the page, and what was found out about the others is lost.
 */
export const matchedAtOnce = 16;

/**
 * Looks for the records of a batch which the ledger does not know at the destination, so that what is there already is
 * adopted. Called with their lanes held and before their intent. A record that several fit is given up, never guessed;
 * one that could not be looked for goes to the round.
 *
 * @throws BatchRefused, RunStop, or the reason of the abort.
 */
export async function matchRecords(place: BatchPlace, batch: readonly Outgoing[]): Promise<void> {
  const { work, dest } = place;
  const sought = batch.filter((outgoing) => !isMatched(dest, outgoing));
  if (sought.length === 0) return;
  const fromMs = work.elapsed();
  try {
    take(place, sought, await ask(place, sought));
  } catch (thrown) {
    if (thrown instanceof RunStop || work.abort.aborted) throw thrown;
    takeFailure(place, sought, thrown);
  } finally {
    work.timeline.add(dest.step.node, 'work', fromMs, work.elapsed());
  }
}

async function ask(place: BatchPlace, sought: readonly Outgoing[]): Promise<MatchOutcome[]> {
  const { work, dest } = place;
  const { destination, step } = dest;
  const batch = sought.map((outgoing) => new SentRecord(place, { ...outgoing, matched: { remoteId: null } }));
  return callWithLimit(
    work.abort,
    work.options.writeMs,
    async (signal) =>
      (await destination.match?.(work.contextOf(step, signal), { config: step.config, batch })) ?? [],
  );
}

function take(place: BatchPlace, sought: readonly Outgoing[], outcomes: readonly MatchOutcome[]): void {
  const { dest, round } = place;
  if (outcomes.length !== sought.length) {
    const message = `asked for ${sought.length} records, ${dest.step.title} told of ${outcomes.length}`;
    const note = { code: 'destination.bad-answer', message, afterMs: undefined, rateLimited: false };
    round.retry(sought, note);
    return;
  }
  const unbegun = new Map<Outgoing, RetryNote>();
  let told = 0;
  for (const [index, outcome] of outcomes.entries()) {
    const outgoing = sought[index];
    if (outgoing === undefined) continue;
    if (!('found' in outcome) && outcome.status === 'retry') {
      const note = noteOf(outcome);
      if (outcome.notBegun === true) unbegun.set(outgoing, note);
      else round.retry([outgoing], note);
      if (note.rateLimited) round.stop();
      continue;
    }
    told += 1;
    if ('found' in outcome) {
      takeFound(place, outgoing, outcome);
      continue;
    }
    const { code, message } = outcome;
    refuseRecord(place, outgoing, code, message, outcome.fields?.[0] ?? null);
  }
  round.putOff(unbegun, told > 0);
  if (told > 0) dest.breaker.succeeded();
  else dest.breaker.failed(Date.now());
}

function takeFound(
  place: BatchPlace,
  outgoing: Outgoing,
  outcome: Extract<MatchOutcome, { found: string }>,
): void {
  switch (outcome.found) {
    case 'none':
      outgoing.matched = { remoteId: null };
      return;
    case 'one':
      outgoing.matched = { remoteId: outcome.remoteId };
      return;
    case 'several': {
      const there = `${outcome.count} records there fit this one already`;
      const remedy = 'Merge them there, or edit this record so that it fits one. Then run it once more.';
      refuseRecord(place, outgoing, 'destination.ambiguous-match', `${there}. ${remedy}`, null);
    }
  }
}

/** Nothing was written, so whatever went wrong is plain to try again. */
function takeFailure(place: BatchPlace, sought: readonly Outgoing[], thrown: unknown): void {
  const { work, dest, round } = place;
  const failure = readFailure(thrown, 'destination');
  const { code, message } = failure;
  switch (failure.kind) {
    case 'reject':
      dest.breaker.succeeded();
      throw new BatchRefused(code, message, failure.path);
    case 'pause':
      throw new RunStop({
        kind: 'pause',
        reason: failure.reason,
        code,
        message,
        tries: work.tries,
        node: dest.step.node,
      });
    case 'fatal':
      throw new RunStop({ kind: 'failed', code, message });
    case 'retry': {
      const { afterMs, rateLimited } = failure;
      if (!rateLimited) dest.breaker.failed(Date.now());
      round.retry(sought, { code, message, afterMs, rateLimited });
      break;
    }
    case 'unknown': {
      if (place.cautious) throw new BatchRefused('run.internal', message, null);
      dest.breaker.failed(Date.now());
      if (!(thrown instanceof CallTimeout)) round.unexplained = true;
      round.retry(sought, { code, message, afterMs: undefined, rateLimited: false });
    }
  }
  round.stop();
}
