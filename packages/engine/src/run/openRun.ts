import type { ConnectorContext, PlanStep } from '@syncline/model';
import { checkpointStep } from '../deliver/checkpointStep.ts';
import {
  asksForMatches,
  type DestinationStep,
  deletePolicy,
  findDestination,
  isAtMostOnce,
} from '../deliver/destinationStep.ts';
import { priorities } from '../guard/lanes.ts';
import type { Session } from '../part/session.ts';
import type { RunPart } from '../ports.ts';
import { termReader } from '../record/termReader.ts';
import { callPatiently } from './callPatiently.ts';
import { createRunLog } from './runLog.ts';
import type { RunWork } from './runWork.ts';
import { createTimeline } from './timeline.ts';

/** Takes a run into the hands of this worker. Asks nobody anything yet. */
export async function openRun(session: Session, run: RunPart, priority: number): Promise<RunWork> {
  const { ports, options, lease, lanes, strays, gaveWay, abort, checkLease } = session;
  const ready =
    run.version === session.active.flow.version ? session.active : await session.readyOf(run.version);
  const log = createRunLog(ports.logs, run.runId, { now: ports.now });
  const begin = (run.startedAt ?? ports.now()).getTime();

  const contextOf = (step: PlanStep, signal: AbortSignal): ConnectorContext => ({
    connection: ready.connectionOf(step),
    signal,
    now: ports.now,
    log: (level, text) => log.write(level, text, { node: step.node }),
    priority: priority === priorities.live ? 'live' : 'batch',
    ...ports.connectors.environment,
  });

  return {
    ports,
    options,
    lease,
    lanes,
    strays,
    priority,
    gaveWay,
    run,
    ready,
    destinations: [],
    log,
    timeline: gaveWay.get(run.runId) ?? createTimeline(),
    abort,
    halt: AbortSignal.any([session.halt, session.cancelOf(run.runId)]),
    checkLease,
    wake: session.rest.wake,
    elapsed: () => Math.max(0, ports.now().getTime() - begin),
    contextOf,
    nextPage: run.pages,
    settled: run.pages,
    tries: run.tries,
    read: run.read,
    dead: run.deadCount,
    totals: {},
    causes: new Map(),
    deleting: new Map(),
  };
}

/** Asks each destination that this run can reach how sure its writes are. @throws RunStop */
export async function openDestinations(session: Session, work: RunWork): Promise<void> {
  const { ports, options, ready } = work;
  for (const step of ready.flow.plan.steps) {
    if (step.role === 'checkpoint') work.destinations.push(checkpointStep(step, ready, session.breakerOf));
    if (step.role !== 'destination') continue;
    const request = {
      node: step.node,
      side: 'destination' as const,
      limitMs: options.writeMs,
      tries: work.tries,
      call: async (signal: AbortSignal): Promise<DestinationStep> => {
        const { destination, destinationId } = findDestination(step, ready, ports.connectors);
        const most = ports.connectors.maxBatch?.(step.type) ?? options.pageRecords;
        const batch = Math.min(most, destination.batchSize?.(step.config) ?? most);
        return {
          step,
          destination,
          destinationId,
          delivery: await destination.delivery(work.contextOf(step, signal), step.config),
          atMostOnce: isAtMostOnce(step),
          wholeState: destination.wholeState?.(step.config) ?? false,
          matches: asksForMatches(destination, step),
          deletes: deletePolicy(step),
          isCheckpoint: false,
          terms: termReader(step.schema),
          maxBatch: Math.max(1, batch),
          breaker: session.breakerOf(destinationId),
        };
      },
    };
    work.destinations.push(await callPatiently(work, request));
  }
}
