import {
  type ConnectorContext,
  messageOf,
  SyncError,
  type WriteOutcome,
  type WriteRecord,
} from '@syncline/model';
import type { EgressRequest } from '../egress/egress.ts';
import { NetworkFailure } from '../egress/networkFailure.ts';
import { type BatchTime, startBatchTime } from './batchTime.ts';
import { addressOf, credentialsOf, type HttpConnection } from './connection.ts';
import { type Judgement, judgeAnswer, lost, retry } from './judgeAnswer.ts';
import { goodOutcome, judgeEach } from './judgeList.ts';
import { requestInTurn } from './quota/requestInTurn.ts';
import type { SendConfig } from './sendNode.ts';
import { isArchiving, planList, planRecord, type SendUnit } from './sendUnit.ts';

export interface Sending {
  context: ConnectorContext;
  connection: HttpConnection;
  config: SendConfig;
}

/** A batch under way. */
export interface Timed extends Sending {
  time: BatchTime;
}

/** After so many failures of the server in a row the rest of the batch is spared it. */
const patience = 5;
const maxAnswerBytes = 4 * 1024 * 1024;

const notBegun: WriteOutcome = {
  status: 'retry',
  code: 'destination.unreachable',
  message: 'it was not sent',
  notBegun: true,
};

/** Outcomes of one batch while it is being sent. */
class Batch {
  readonly outcomes: (WriteOutcome | undefined)[];
  /** Why nothing more is sent. */
  stopped: { outcome: WriteOutcome; error: SyncError | null } | null = null;
  /** True when an answer told what became of at least one record. */
  anyKnown = false;
  failuresInARow = 0;

  constructor(size: number) {
    this.outcomes = new Array(size).fill(undefined);
  }

  settle(unit: SendUnit, outcomes: WriteOutcome[]): void {
    for (const [at, place] of unit.places.entries()) this.outcomes[place] = outcomes[at];
    this.anyKnown ||= outcomes.some(({ status }) => status !== 'retry');
  }
}

/**
 * Sends a batch, several requests at a time, and stops early when an answer concerns all records alike, or when it has
 * gone on for so long that a further answer might come too late: what is left then was not begun.
 *
 * @throws SyncError when that answer came before anything was known of any record.
 */
export async function sendBatch(
  given: Sending,
  records: WriteRecord[],
  time: BatchTime = startBatchTime(),
): Promise<WriteOutcome[]> {
  const sending: Timed = { ...given, time };
  const { config, context } = sending;
  context.signal.throwIfAborted();
  const batch = new Batch(records.length);
  const queue = planBatch(records, config, batch);
  const workers = Array.from({ length: config.send === 'list' ? 1 : config.concurrency }, async () => {
    while (!batch.stopped && !context.signal.aborted && !time.isOver()) {
      const unit = queue.shift();
      if (unit === undefined) return;
      await sendOne(sending, unit, batch);
    }
  });
  await Promise.all(workers);
  const { stopped } = batch;
  if (stopped?.error && !batch.anyKnown) throw stopped.error;
  const otherwise = stopped?.outcome ?? notBegun;
  return batch.outcomes.map((outcome) => outcome ?? otherwise);
}

function planBatch(records: WriteRecord[], config: SendConfig, batch: Batch): SendUnit[] {
  const units: SendUnit[] = [];
  const listed: number[] = [];
  for (const [place, record] of records.entries()) {
    if (goesInList(record, config)) {
      listed.push(place);
      continue;
    }
    const planned = planRecord(record, place, config);
    if ('unit' in planned) units.push(planned.unit);
    else batch.outcomes[place] = planned.settled;
  }
  for (let from = 0; from < listed.length; from += config.listSize) {
    const places = listed.slice(from, from + config.listSize);
    units.push(planList(pick(records, places), places, config));
  }
  return units;
}

/** Deletes and marks go to the address of their record. */
const goesInList = (record: WriteRecord, config: SendConfig): boolean =>
  config.send === 'list' && record.op === 'upsert' && !isArchiving(record, config);

function pick(records: WriteRecord[], places: number[]): WriteRecord[] {
  return places.flatMap((place) => records[place] ?? []);
}

async function sendOne(sending: Timed, unit: SendUnit, batch: Batch): Promise<void> {
  const { config } = sending;
  const judged = await call(sending, unit);
  switch (judged.kind) {
    case 'good': {
      batch.failuresInARow = 0;
      batch.settle(unit, goodOutcomes(sending, unit, judged));
      return;
    }
    case 'refused': {
      batch.failuresInARow = 0;
      if (unit.records.length > 1) return await halve(sending, unit, batch);
      batch.settle(unit, [afterRefusal(unit, judged, config)]);
      return;
    }
    case 'open': {
      batch.settle(
        unit,
        unit.records.map(() => judged.outcome),
      );
      batch.failuresInARow += 1;
      if (batch.failuresInARow >= patience && config.send === 'one') {
        batch.stopped ??= {
          outcome: retry('destination.server', 'left out after several failures in a row'),
          error: null,
        };
      }
      return;
    }
    case 'stop': {
      if (batch.anyKnown && waitedInVain(judged, sending.time)) return;
      // The records of this request were not written either; they wait like those that were never sent.
      batch.stopped ??= { outcome: judged.outcome, error: judged.error };
    }
  }
}

/** Only its own batch had no more time for its turn; the next one has. */
export const waitedInVain = ({ error }: Extract<Judgement, { kind: 'stop' }>, time: BatchTime): boolean =>
  error?.rateLimited === true && time.isOver();

function goodOutcomes(
  sending: Sending,
  unit: SendUnit,
  judged: Extract<Judgement, { kind: 'good' }>,
): WriteOutcome[] {
  const { config, connection, context } = sending;
  const { status, body } = judged;
  const [first] = unit.records;
  const isList = first !== undefined && goesInList(first, config);
  if (isList && config.answers === 'per-item') {
    return judgeEach(unit.records, body, unit.method, { config, connection, now: context.now() });
  }
  if (isList && status === 207) {
    const message =
      'the answer (207) says that some records failed, but not which; choose answers for each record';
    return unit.records.map(() => ({ status: 'unknown', message }));
  }
  return unit.records.map((record) => goodOutcome(record, status, unit.method, body, config.idPath));
}

/** A record that is to be deleted and is not there is what was wanted. One that is to be marked is not made again. */
function afterRefusal(
  unit: SendUnit,
  judged: Extract<Judgement, { kind: 'refused' }>,
  config: SendConfig,
): WriteOutcome {
  const [record] = unit.records;
  const isGone = unit.namesRecord && [404, 410].includes(judged.status);
  if (record === undefined || !isGone) return judged.outcome;
  if (isArchiving(record, config)) return { status: 'ok', effect: 'unchanged' };
  return record.op === 'delete' ? { status: 'ok', effect: 'deleted' } : judged.outcome;
}

/**
 * A list was refused as a whole: its halves tell which record it was. Whatever time that takes, at least one record is
 * told of, or the next batch would begin where this one did.
 */
async function halve(sending: Timed, unit: SendUnit, batch: Batch): Promise<void> {
  const middle = Math.ceil(unit.records.length / 2);
  for (const [from, to] of [
    [0, middle],
    [middle, unit.records.length],
  ]) {
    if (batch.stopped || sending.context.signal.aborted) return;
    if (batch.anyKnown && sending.time.isOver()) return;
    const half = planList(unit.records.slice(from, to), unit.places.slice(from, to), sending.config);
    await sendOne(sending, half, batch);
  }
}

/** Sends one request and says what its answer, or its want, means. */
export async function call(sending: Timed, unit: SendUnit): Promise<Judgement> {
  const { config, connection, context, time } = sending;
  try {
    const turn = { context, connection, side: 'destination', patienceMs: time.patienceMs() } as const;
    const request: EgressRequest = {
      method: unit.method,
      url: addressOf(connection, unit.path),
      headers: unit.headers,
      credentials: credentialsOf(connection),
      ...(unit.body !== undefined && { body: unit.body }),
      signal: context.signal,
      maxBytes: maxAnswerBytes,
    };
    const answer = await time.spend(() => requestInTurn(turn, request));
    const asked = { method: unit.method, namesRecord: unit.namesRecord, isSearch: unit.isSearch };
    return judgeAnswer(answer, asked, judging(sending));
  } catch (thrown) {
    if (thrown instanceof SyncError)
      return { kind: 'stop', outcome: retry(thrown.code, thrown.message, thrown.afterMs), error: thrown };
    const message = messageOf(thrown);
    if (thrown instanceof NetworkFailure && !thrown.sent) {
      const error = new SyncError('retry', 'destination.unreachable', message, { cause: thrown });
      return { kind: 'stop', outcome: retry('destination.unreachable', message), error };
    }
    if (thrown instanceof NetworkFailure) return { kind: 'open', outcome: lost(message, config) };
    if (context.signal.aborted)
      return { kind: 'open', outcome: lost('stopped while the answer was awaited', config) };
    throw thrown;
  }
}

const judging = ({ config, connection, context }: Sending) => ({ config, connection, now: context.now() });
