import { type DeliveryClass, type Destination, type PlanStep, SyncError } from '@syncline/model';
import type { ConnectorPort } from '../ports.ts';
import type { ReadyFlow } from '../run/runWork.ts';
import type { Breaker } from './breaker.ts';

/** A destination step, ready to be written to. */
export interface DestinationStep {
  step: PlanStep;
  destination: Destination;
  destinationId: string;
  delivery: DeliveryClass;
  /** Class N: rather leave a record out than write it twice. */
  atMostOnce: boolean;
  /** Each run brings every record again. */
  wholeState: boolean;
  maxBatch: number;
  breaker: Breaker;
}

/** A request of these may still be on its way when its sender is dead. */
export const needsQuarantine = (delivery: DeliveryClass): boolean =>
  delivery === 'I' || delivery === 'L' || delivery === 'N';

/** @throws SyncError when no connector knows the type, which no compiled plan has. */
export function findDestination(
  step: PlanStep,
  { flow }: ReadyFlow,
  connectors: ConnectorPort,
): { destination: Destination; destinationId: string } {
  const destination = connectors.destination(step.type);
  const destinationId = flow.destinationIds[step.node];
  if (destination === undefined || destinationId === undefined) {
    throw new SyncError(
      'fatal',
      'run.internal',
      `no destination is known for step ${step.node} (${step.type})`,
    );
  }
  return { destination, destinationId };
}

/** Whether a lost answer is to be left to a person. */
export function isAtMostOnce({ config }: PlanStep): boolean {
  return config.whenLost === 'at-most-once';
}
