import type { Page } from '../page/preparePage.ts';
import type { LedgerEntry } from '../ports.ts';
import { sourceKeyOf } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';
import { count } from '../run/words.ts';
import type { DestinationStep } from './destinationStep.ts';
import type { Outgoing } from './writeBatch.ts';

/**
 * Settles deletes that a person does not want: the destination keeps the records, the ledger knows that their source has
 * them no more, and each record's story tells why.
 */
export function leaveDeletes(
  work: RunWork,
  { account, number }: Page,
  { step, destinationId }: DestinationStep,
  refused: readonly Outgoing[],
): void {
  const { node } = step;
  for (const { delivery, held } of refused) {
    const { key, version, receivedMs, place } = delivery;
    account.ledger.push({
      destinationId,
      key,
      hash: hashOf(held),
      version: versionText(version, receivedMs),
      state: 'orphan',
      remoteId: held?.remoteId ?? null,
      runId: work.run.runId,
      page: number,
      outcome: 'filtered',
      sourceKey: sourceKeyOf(delivery),
      terms: null,
    });
    account.counts.outcome(node, 'filtered');
    account.events.push({ node, destinationId, key, outcome: 'filtered', code: 'run.mass-delete', detail });
    account.resumption?.tell(place, 'done');
  }
  const text = `${count(refused.length, 'record')} left where they are: a person said no to deleting so many`;
  work.log.write('warn', text, { node });
}

const detail = 'Left where it is: a person said no to deleting so many';

/** What was in doubt stays so: no later state may be taken for the one that is there. */
const hashOf = (held: LedgerEntry | undefined): string =>
  held === undefined || held.state === 'uncertain' ? '' : held.hash;
