import type { Outcome, RunKind } from '@syncline/model';
import type { Page } from '../page/preparePage.ts';
import type { Delivery } from '../record/delivery.ts';
import { versionText } from '../record/versionText.ts';
import type { RunWork } from '../run/runWork.ts';
import type { DestinationStep } from './destinationStep.ts';

/** Runs that load many records for the first time: what they create is told by the ledger alone. */
const loads: ReadonlySet<RunKind> = new Set(['read', 'backfill']);
const written: ReadonlySet<Outcome> = new Set(['created', 'updated', 'deleted']);

/** Keeps what was written for the record's story. */
export function keepChange(
  { run }: RunWork,
  { account }: Page,
  { step, destinationId }: DestinationStep,
  { key, op, record, version, receivedMs }: Delivery,
  outcome: Outcome,
): void {
  if (!written.has(outcome) || (outcome === 'created' && loads.has(run.kind))) return;
  account.changes.push({
    node: step.node,
    destinationId,
    key,
    outcome,
    version: versionText(version, receivedMs),
    record: op === 'delete' ? null : record,
  });
}
