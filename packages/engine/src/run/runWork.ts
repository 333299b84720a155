import type { ConnectorContext, NodeCounts, PlanStep, SyncError } from '@syncline/model';
import type { DestinationStep } from '../deliver/destinationStep.ts';
import type { StrayWrites } from '../deliver/strayWrites.ts';
import type { Lanes } from '../guard/lanes.ts';
import type { Operators } from '../plan/operators.ts';
import type { ActiveFlow, EnginePorts, Lease, RunPart } from '../ports.ts';
import type { RunLog } from './runLog.ts';
import type { Timeline } from './timeline.ts';

/** Sizes and times of a worker. All have defaults. */
export interface WorkerOptions {
  /** Parts worked on at the same time. */
  concurrency: number;
  /** Name of this worker; unique over all processes. */
  owner: string;
  leaseTtlMs: number;
  heartbeatMs: number;
  /** Records in a page of a run that reads. */
  pageRecords: number;
  /** Events in a page of live changes. */
  livePageRecords: number;
  pageBytes: number;
  /** After this a part with work left goes back to the queue, so that others get their turn. */
  sliceMs: number;
  /** How long an idle part is held, for the next change to be picked up at once. */
  lingerMs: number;
  /** One write may take this long; what is on its way afterwards counts as lost. */
  writeMs: number;
  /** One page may take this long to read. */
  readMs: number;
  /** Pages read and not yet settled. */
  pagesAhead: number;
  /** A rolling run of a trigger ends after so many events or so much time. */
  rollingEvents: number;
  rollingMs: number;
  /** How long `stop` waits for the pages in work before it breaks them off. */
  stopMs: number;
}

/** One version of a flow, ready to run. */
export interface ReadyFlow {
  flow: ActiveFlow;
  operators: Operators;
  step(node: string): PlanStep;
  /** @throws SyncError when the step's connection is not there. */
  connectionOf(step: PlanStep): Record<string, unknown>;
}

/** One run in the hands of this worker. */
export interface RunWork {
  ports: EnginePorts;
  options: WorkerOptions;
  lease: Lease;
  lanes: Lanes;
  strays: StrayWrites;
  priority: number;
  /** Of the session. */
  gaveWay: Map<string, Timeline>;
  run: RunPart;
  ready: ReadyFlow;
  destinations: DestinationStep[];
  log: RunLog;
  timeline: Timeline;
  /** Breaks everything off at once: the lease is lost. */
  abort: AbortSignal;
  /** Stop at the next page border: the part is to be handed on, or the run was cancelled. */
  halt: AbortSignal;
  /** @throws the reason of `abort` when the lease was not renewed in time, even before anybody noticed. */
  checkLease(): void;
  /** Milliseconds since the run began. */
  elapsed(): number;
  /** There is something for the other loops of the part to look for. */
  wake(): void;
  contextOf(step: PlanStep, signal: AbortSignal): ConnectorContext;
  /** Number of the next page to prepare. */
  nextPage: number;
  /** Consecutive tries the page in work had before this worker took it up. */
  tries: number;
  /** Pages of the run part that are settled. */
  settled: number;
  /** Of the whole run part, settled. */
  read: number;
  dead: number;
  /** What this worker has settled. */
  totals: Record<string, NodeCounts>;
  /** How often each error code killed a record. */
  causes: Map<SyncError['code'], number>;
  /** Deletes under way by destination step: in pages that are not settled yet. */
  deleting: Map<string, number>;
}
