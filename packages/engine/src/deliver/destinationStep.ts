import { type DeliveryClass, type Destination, type PlanStep, SyncError } from '@syncline/model';
import type { DeletePolicy } from '../guard/guard.ts';
import type { ConnectorPort } from '../ports.ts';
import type { TermReader } from '../record/termReader.ts';
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
  /** Is asked for records that may be there already, before they are written for the first time. */
  matches: boolean;
  /** Keeps what reaches it, instead of sending it anywhere. */
  isCheckpoint: boolean;
  /** What it does about records that their source no longer has. */
  deletes: DeletePolicy;
  maxBatch: number;
  breaker: Breaker;
  /** By what a person may look for its records. */
  terms: TermReader;
}

/** Beyond the time a write may take: until the other side has surely noticed that nobody listens any more. */
export const graceMs = 5_000;

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

/** Where each run brings everything anew there is nothing to adopt. */
export function asksForMatches(destination: Destination, { config }: Pick<PlanStep, 'config'>): boolean {
  if (destination.match === undefined || destination.wholeState?.(config) === true) return false;
  return destination.matches?.(config) !== false;
}

/** Leaving records alone is what a step does that doesn't say otherwise. However it deletes, it deletes. */
export function deletePolicy({ config: { deletes = 'ignore' } }: PlanStep): DeletePolicy {
  return deletes === 'ignore' || deletes === 'archive' || deletes === 'unlink' ? deletes : 'delete';
}

/** Fields by which the destination finds a record. */
export function keyFields({ config: { key } }: PlanStep): string[] {
  const names: unknown[] = Array.isArray(key) ? key : [key];
  return names.filter((name): name is string => typeof name === 'string');
}
