import type { WriteOutcome } from '@syncline/model';
import type { PageAccount, Try } from '../page/pageAccount.ts';
import type { LedgerWrite } from '../ports.ts';
import { originOf, sourceKeyOf } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import { phrase } from '../run/words.ts';
import { remoteIdOf } from './needsMatch.ts';
import { keepChange } from './recordChange.ts';
import type { BatchPlace, Outgoing } from './writeBatch.ts';

type Final = Extract<WriteOutcome, { status: 'ok' | 'reject' }>;

/** Takes one record's final result into the account of its page. */
export function settleRecord(
  place: BatchPlace,
  outgoing: Outgoing,
  result: Final,
  attempt: Try | null,
): void {
  if (result.status === 'ok') {
    const { delivery } = outgoing;
    if (outgoing.onWritten?.(result) === false) return;
    const state = delivery.op === 'delete' ? 'tombstone' : 'synced';
    const remoteId = result.remoteId ?? remoteIdOf(outgoing);
    const row = ledgerRow(place, outgoing, { state, outcome: result.effect, remoteId, hash: delivery.hash });
    keep(place.page.account, row, attempt);
    keepChange(place.work, place.page, place.dest, delivery, result.effect);
    place.page.account.resumption?.tell(delivery.place, 'done');
    // A write that went well leaves no line in the record's story.
    place.page.account.counts.outcome(place.dest.step.node, result.effect);
    return;
  }
  refuseRecord(place, outgoing, result.code, result.message, result.fields?.[0] ?? null);
}

/** The destination will not have this record: it is kept with the reason, the others go on. */
export function refuseRecord(
  place: BatchPlace,
  outgoing: Outgoing,
  code: string,
  message: string,
  field: string | null,
): void {
  const { held } = outgoing;
  // The ledger goes on saying what the destination holds; only that the newest version is not it.
  const hash = held === undefined || held.state === 'tombstone' ? '' : held.hash;
  const remoteId = held?.remoteId ?? null;
  keep(
    place.page.account,
    ledgerRow(place, outgoing, { state: 'dead', outcome: 'rejected', remoteId, hash }),
    null,
  );
  buryDelivery(place, outgoing, 'rejected', code, message, field);
}

/** Nobody knows whether it was written, and writing twice is worse than not at all: a person decides. */
export function leaveUncertain(
  place: BatchPlace,
  outgoing: Outgoing,
  code: string,
  message: string,
  attempt: Try | null,
): void {
  const { delivery, held } = outgoing;
  const remoteId = held?.remoteId ?? null;
  const row = ledgerRow(place, outgoing, {
    state: 'uncertain',
    outcome: 'uncertain',
    remoteId,
    hash: delivery.hash,
  });
  keep(place.page.account, row, attempt);
  buryDelivery(place, outgoing, 'uncertain', code, message, null);
}

/** What the ledger has to say of a record whose write may have happened: never again "nothing new" by the old content. */
export function doubtfulRow(place: BatchPlace, outgoing: Outgoing): LedgerWrite {
  const { delivery, held } = outgoing;
  const remoteId = held?.remoteId ?? null;
  const row = ledgerRow(place, outgoing, {
    state: 'uncertain',
    outcome: 'uncertain',
    remoteId,
    hash: delivery.hash,
  });
  return { ...row, version: held?.version ?? '' };
}

export function buryDelivery(
  { work, page, dest }: BatchPlace,
  { delivery }: Pick<Outgoing, 'delivery'>,
  outcome: 'rejected' | 'uncertain',
  code: string,
  message: string,
  field: string | null,
): void {
  const { node } = dest.step;
  work.causes.set(code, (work.causes.get(code) ?? 0) + 1);
  work.log.write('error', `${phrase(message)}, kept in failed records`, {
    node,
    key: delivery.key,
    code,
  });
  page.account.resumption?.tell(delivery.place, 'dead');
  page.account.bury({
    node,
    destinationId: dest.destinationId,
    key: delivery.key,
    outcome,
    code,
    message,
    field,
    place: null,
    input: delivery.change.record,
    mapped: delivery.record,
    version: versionText(delivery.version, delivery.receivedMs),
    attempts: work.tries + 1,
    origin: originOf(work.run.feeder, delivery.change, page.account.resumption?.records[delivery.place]?.key),
  });
}

function ledgerRow(
  { work, page, dest }: BatchPlace,
  { delivery }: Outgoing,
  row: Pick<LedgerWrite, 'state' | 'outcome' | 'remoteId' | 'hash'>,
): LedgerWrite {
  const sourceKey = sourceKeyOf(delivery);
  return {
    destinationId: dest.destinationId,
    key: delivery.key,
    version: versionText(delivery.version, delivery.receivedMs),
    runId: work.run.runId,
    page: page.number,
    sourceKey,
    terms: delivery.op === 'delete' ? null : dest.terms(delivery.record, sourceKey),
    ...row,
  };
}

function keep(account: PageAccount, row: LedgerWrite, attempt: Try | null): void {
  account.ledger.push(row);
  attempt?.rows.push(row);
}
