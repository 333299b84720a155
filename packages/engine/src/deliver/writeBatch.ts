import {
  type DataRecord,
  describeError,
  messageOf,
  type WriteOutcome,
  type WriteRecord,
} from '@syncline/model';
import type { Try } from '../page/pageAccount.ts';
import type { Page } from '../page/preparePage.ts';
import { FencedError, type LedgerEntry } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import { RunStop } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { isArchived, recordToSend } from './archive.ts';
import { CallTimeout, callWithLimit } from './callWithLimit.ts';
import { type DestinationStep, graceMs } from './destinationStep.ts';
import { type Failure, readFailure } from './failure.ts';
import { remoteIdOf } from './needsMatch.ts';
import { resolveLost } from './resolveLost.ts';
import { noteOf, type RetryNote, type Round } from './round.ts';
import { settleRecord } from './settleRecord.ts';

/** A record the guard let through. */
export interface Outgoing {
  delivery: Delivery;
  known: boolean;
  held: LedgerEntry | undefined;
  /** What a look at the destination found of it, ahead of what the ledger says; left out until there was one. */
  matched?: { remoteId: string | null } | undefined;
  expects?: DataRecord;
  /**
   * Told how a write went well, with the record as it then was if the destination says so.
   * @returns false when the write counts for nothing: the sender goes on with the record itself.
   */
  onWritten?: (result: Extract<WriteOutcome, { status: 'ok' }>) => boolean;
}

/** Where a batch belongs. */
export interface BatchPlace {
  work: RunWork;
  page: Page;
  dest: DestinationStep;
  round: Round;
  /** A page that crashed workers again and again: what throws is put aside, whatever it throws. */
  cautious: boolean;
}

/** The destination refused a batch without naming the record. */
export class BatchRefused extends Error {
  readonly code: string;
  readonly path: string | null;

  constructor(code: string, message: string, path: string | null) {
    super(message);
    this.name = 'BatchRefused';
    this.code = code;
    this.path = path;
  }
}

/**
 * One write: intent, call, and what became of each record. What is to be tried again goes to the round.
 *
 * @throws BatchRefused, RunStop, FencedError, or the reason of the abort.
 */
export async function writeBatch(place: BatchPlace, batch: readonly Outgoing[]): Promise<void> {
  const { work, dest, page } = place;
  const attempt = await openTry(place, batch);
  const fromMs = work.elapsed();
  try {
    const outcomes = await call(place, batch, attempt.id);
    if (outcomes.length !== batch.length) {
      const message = `${outcomes.length} results for ${batch.length} records`;
      await resolveLost(place, batch, attempt, { code: 'destination.bad-answer', message });
      return;
    }
    await takeOutcomes(place, batch, outcomes, attempt);
  } catch (thrown) {
    if (thrown instanceof RunStop || thrown instanceof FencedError || work.abort.aborted) throw thrown;
    await takeFailure(place, batch, attempt, thrown);
  } finally {
    work.timeline.add(dest.step.node, 'work', fromMs, work.elapsed());
    page.account.tries.push(attempt);
  }
}

/** The intent, on disk before the first byte leaves: only by it a crash can be told from a write that never was. */
async function openTry({ work, dest, page }: BatchPlace, batch: readonly Outgoing[]): Promise<Try> {
  const { ports, options, lease, run } = work;
  const attempt: Try = { id: ports.newId(), lost: false, rows: [], doubtful: [] };
  await ports.runs.openAttempt(lease, {
    id: attempt.id,
    runId: run.runId,
    part: run.part,
    page: page.number,
    node: dest.step.node,
    destinationId: dest.destinationId,
    deadline: new Date(ports.now().getTime() + options.writeMs + graceMs),
    records: batch.map(({ delivery, known }) => ({
      key: delivery.key,
      op: delivery.op,
      hash: delivery.hash,
      version: versionText(delivery.version, delivery.receivedMs),
      known,
    })),
  });
  return attempt;
}

function call(place: BatchPlace, batch: readonly Outgoing[], attemptId: string): Promise<WriteOutcome[]> {
  const { work, dest } = place;
  const { destination, destinationId, step } = dest;
  const records = batch.map((outgoing) => new SentRecord(place, outgoing));
  // A process that was frozen learns here, before the first byte leaves, that its time is over.
  work.checkLease();
  return callWithLimit(work.abort, work.options.writeMs, (signal) =>
    destination.write(work.contextOf(step, signal), {
      config: step.config,
      batch: records,
      attemptId,
      destinationId,
      runId: work.run.runId,
    }),
  );
}

/** A record as a destination gets it. Few destinations ask for the idempotency key, so it is made when one does. */
export class SentRecord implements WriteRecord {
  readonly key: string;
  readonly op: WriteRecord['op'];
  readonly record: WriteRecord['record'];
  readonly remoteId: string | null;
  readonly partial: boolean;
  readonly asksBack: boolean;
  readonly expects: DataRecord | undefined;
  readonly #outgoing: Outgoing;
  readonly #place: BatchPlace;

  constructor(place: BatchPlace, outgoing: Outgoing) {
    const { delivery, held } = outgoing;
    const archived = isArchived(place.dest, delivery);
    this.key = delivery.key;
    this.op = archived ? 'upsert' : delivery.op;
    this.record = recordToSend(place.dest, delivery, held);
    this.remoteId = remoteIdOf(outgoing);
    this.partial = archived || (delivery.partial ?? false);
    this.asksBack = outgoing.onWritten !== undefined;
    this.expects = outgoing.expects;
    this.#outgoing = outgoing;
    this.#place = place;
  }

  get idempotencyKey(): string {
    const { delivery, held, matched } = this.#outgoing;
    const { dest, work } = this.#place;
    // What is replaced is part of the key: A, then B, then A again are three writes, not two and a repetition. A doubtful
    // ledger row keeps the version of what was there before, so trying again has the same key.
    // Where a run brings the whole state, each run's write is one of its own too.
    // An update of what was found is another request than the create that may have made it.
    const adopted = matched?.remoteId == null ? '' : `|=${matched.remoteId}`;
    const replaced = `${held?.version ?? ''}${dest.wholeState ? `|${work.run.runId}` : ''}${adopted}`;
    return work.ports.digest(
      `${dest.destinationId}|${delivery.key}|${delivery.op}|${delivery.hash}|${replaced}`,
    );
  }
}

/** To mark a record as deleted is an update there, and a delete here. */
function meant({ delivery }: Outgoing, outcome: Extract<WriteOutcome, { status: 'ok' | 'reject' }>) {
  if (outcome.status === 'reject' || delivery.op === 'upsert' || outcome.effect === 'unchanged')
    return outcome;
  return { ...outcome, effect: 'deleted' as const };
}

async function takeOutcomes(
  place: BatchPlace,
  batch: readonly Outgoing[],
  outcomes: readonly WriteOutcome[],
  attempt: Try,
): Promise<void> {
  const lost: Outgoing[] = [];
  let lostMessage = '';
  const unbegun = new Map<Outgoing, RetryNote>();
  let settled = 0;
  outcomes.forEach((outcome, index) => {
    const outgoing = batch[index];
    if (outgoing === undefined) return;
    switch (outcome.status) {
      case 'ok':
      case 'reject':
        settled += 1;
        settleRecord(place, outgoing, meant(outgoing, outcome), attempt);
        break;
      case 'retry':
        if (outcome.notBegun === true) unbegun.set(outgoing, noteOf(outcome));
        else place.round.retry([outgoing], noteOf(outcome));
        break;
      case 'unknown':
        lost.push(outgoing);
        lostMessage = outcome.message;
        break;
    }
  });
  place.round.putOff(unbegun, settled > 0);
  if (settled > 0) place.dest.breaker.succeeded();
  else place.dest.breaker.failed(Date.now());
  if (lost.length > 0) {
    await resolveLost(place, lost, attempt, { code: 'destination.unknown', message: lostMessage });
  }
}

async function takeFailure(
  place: BatchPlace,
  batch: readonly Outgoing[],
  attempt: Try,
  thrown: unknown,
): Promise<void> {
  const failure: Failure = readFailure(thrown, 'destination');
  const { dest, round, work } = place;
  switch (failure.kind) {
    case 'retry':
      if (!failure.rateLimited) dest.breaker.failed(Date.now());
      round.retry(batch, failure);
      round.stop();
      return;
    case 'reject':
      dest.breaker.succeeded();
      throw new BatchRefused(failure.code, failure.message, failure.path);
    case 'pause': {
      const { reason, code, message } = failure;
      throw new RunStop({ kind: 'pause', reason, code, message, tries: work.tries, node: dest.step.node });
    }
    case 'fatal':
      throw new RunStop({ kind: 'failed', code: failure.code, message: failure.message });
    case 'unknown': {
      if (place.cautious) throw new BatchRefused('run.internal', messageOf(thrown), null);
      dest.breaker.failed(Date.now());
      if (!(thrown instanceof CallTimeout)) round.unexplained = true;
      const message = failure.message === '' ? describeError(failure.code).title : failure.message;
      await resolveLost(place, batch, attempt, { code: failure.code, message });
      round.stop();
    }
  }
}
