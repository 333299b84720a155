import { type Destination, openSchema, type PlanStep, SyncError } from '@syncline/model';
import { termReader } from '../record/termReader.ts';
import type { ReadyFlow } from '../run/runWork.ts';
import type { Breaker } from './breaker.ts';
import type { DestinationStep } from './destinationStep.ts';

/** Nothing is ever sent to a checkpoint: what it keeps is settled with the page. */
const unwritable: Destination = {
  delivery: async () => 'T',
  describe: async () => openSchema,
  write: async () => {
    throw new SyncError('fatal', 'run.internal', 'a checkpoint was written to');
  },
};

/**
 * A checkpoint as what it is for the records that reach it: the end of their way, with lanes and a ledger.
 *
 * @throws SyncError when the flow was published by a version that knew no checkpoints.
 */
export function checkpointStep(
  step: PlanStep,
  { flow }: ReadyFlow,
  breaker: (id: string) => Breaker,
): DestinationStep {
  const destinationId = flow.destinationIds[step.node];
  if (destinationId === undefined) {
    const message = `no ledger is known for step ${step.node} (${step.type}): publish the flow again`;
    throw new SyncError('fatal', 'run.internal', message);
  }
  return {
    step,
    destination: unwritable,
    destinationId,
    delivery: 'T',
    atMostOnce: false,
    wholeState: false,
    matches: false,
    isCheckpoint: true,
    deletes: 'delete',
    maxBatch: 1,
    breaker: breaker(destinationId),
    terms: termReader(step.schema),
  };
}
