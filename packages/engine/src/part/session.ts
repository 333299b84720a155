import type { Breaker } from '../deliver/breaker.ts';
import type { StrayWrites } from '../deliver/strayWrites.ts';
import type { Lanes } from '../guard/lanes.ts';
import type { EnginePorts, Lease } from '../ports.ts';
import type { ReadyFlow, WorkerOptions } from '../run/runWork.ts';
import type { Timeline } from '../run/timeline.ts';
import type { Rest } from './rest.ts';

/** A worker lost the right to its part, or was told to drop everything. */
export class LeaseLost extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LeaseLost';
  }
}

/** One part of one flow in the hands of this worker, from taking the lease to giving it back. */
export interface Session {
  ports: EnginePorts;
  options: WorkerOptions;
  lease: Lease;
  lanes: Lanes;
  rest: Rest;
  /** The version that new work uses. */
  active: ReadyFlow;
  /** A version by its number, compiled once. */
  readyOf(version: number): Promise<ReadyFlow>;
  breakerOf(destinationId: string): Breaker;
  /** What the workers before may still have on its way. */
  strays: StrayWrites;
  /** Runs that gave way to a live change and have said so, with their times since the last settlement. */
  gaveWay: Map<string, Timeline>;
  /** Ends when a person cancels this run. */
  cancelOf(runId: string): AbortSignal;
  /** Drop everything, write nothing. */
  abort: AbortSignal;
  /** Finish the pages in work, then go. */
  halt: AbortSignal;
  stop(): void;
  /** Finish the pages in work; whoever takes the part then reads the flow anew. */
  handOn(): void;
  checkLease(): void;
  /** There is more to do after this session: from now on, or from then. */
  leaveWork(startAfter?: Date): void;
}
