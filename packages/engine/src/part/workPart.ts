import { listens, type PlanStep } from '@syncline/model';
import { type Breaker, createBreaker } from '../deliver/breaker.ts';
import { createStrayWrites } from '../deliver/strayWrites.ts';
import { createLanes } from '../guard/lanes.ts';
import { makeReady, PlanUnusable } from '../plan/readyFlow.ts';
import {
  type ActiveFlow,
  type EnginePorts,
  FencedError,
  type FlowOrders,
  type Lease,
  type PartJob,
} from '../ports.ts';
import { batchLoopCount, batchLoops, takeOver } from '../run/batchLoop.ts';
import { inboxQueue } from '../run/inboxQueue.ts';
import { liveLoop } from '../run/liveLoop.ts';
import { parkedQueue } from '../run/parkedQueue.ts';
import type { ReadyFlow, WorkerOptions } from '../run/runWork.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createRest } from './rest.ts';
import { LeaseLost, type Session } from './session.ts';

export interface PartSignals {
  /** Finish the pages in work and hand the part on. */
  halt: AbortSignal;
  /** Drop everything. */
  abort: AbortSignal;
}

const retryLeaseMs = 1_000;

/** Handles one job: works on a part until it is idle, its slice is over, or the worker stops. */
export async function workPart(
  ports: EnginePorts,
  options: WorkerOptions,
  job: PartJob,
  signals: PartSignals,
): Promise<void> {
  const { flowId, part } = job;
  const lease = await ports.leases.acquire(flowId, part, options.owner, options.leaseTtlMs);
  if (lease === null) {
    // Its owner lives or has just died: the time it has left is shorter than anybody should wait.
    await ports.jobs.enqueue(job, { startAfter: new Date(ports.now().getTime() + retryLeaseMs) });
    return;
  }
  try {
    await workWithLease(ports, options, lease, signals);
  } catch (thrown) {
    if (!isLoss(thrown)) throw thrown;
    // Whoever has it now goes on. Should it be nobody, this job brings the part back.
    await ports.jobs.enqueue(job, { startAfter: new Date(ports.now().getTime() + retryLeaseMs) });
  }
}

const isLoss = (thrown: unknown): boolean => thrown instanceof FencedError || thrown instanceof LeaseLost;

async function workWithLease(
  ports: EnginePorts,
  options: WorkerOptions,
  lease: Lease,
  signals: PartSignals,
): Promise<void> {
  const abort = new AbortController();
  const halt = new AbortController();
  const follow = {
    abort: () => abort.abort(new LeaseLost('the worker was broken off')),
    halt: () => halt.abort(),
  };
  signals.abort.addEventListener('abort', follow.abort);
  signals.halt.addEventListener('abort', follow.halt);
  // What is heard before there is somebody to obey counts too.
  let heard: FlowOrders | null = null;
  let onOrders = (orders: FlowOrders) => {
    heard = orders;
  };
  const heartbeat = startHeartbeat({
    leases: ports.leases,
    lease,
    ttlMs: options.leaseTtlMs,
    everyMs: options.heartbeatMs,
    onOrders: (orders) => onOrders(orders),
    onLost: (reason) => abort.abort(reason),
  });
  const deafen = ports.jobs.onOrders(lease.flowId, heartbeat.beat);
  try {
    if (signals.abort.aborted) follow.abort();
    if (signals.halt.aborted) follow.halt();
    const flow = await ports.flows.load(lease.flowId);
    if (flow === null) return;
    const active = await makeReadyOrPause(ports, lease, flow);
    if (active === null) return;
    const opened = openSession({ ports, options, lease, active, abort, halt, checkLease: heartbeat.check });
    onOrders = opened.obey;
    if (heard !== null) opened.obey(heard);
    await opened.work();
    await handOn(ports, lease, opened);
  } finally {
    deafen();
    heartbeat.end();
    signals.abort.removeEventListener('abort', follow.abort);
    signals.halt.removeEventListener('abort', follow.halt);
    // Not given back it runs out by itself.
    await ports.leases.release(lease).catch(() => undefined);
  }
}

/** A flow that can't run here would fail again and again: it stops, and says why. */
async function makeReadyOrPause(
  ports: EnginePorts,
  lease: Lease,
  flow: ActiveFlow,
): Promise<ReadyFlow | null> {
  try {
    return makeReady(flow, ports);
  } catch (thrown) {
    if (!(thrown instanceof PlanUnusable)) throw thrown;
    if (flow.desired === 'live') await ports.flows.pause(lease, 'config', thrown.message);
    return null;
  }
}

/** A link passes on what it has to say at once, so nothing waits there. */
const keeps = ({ role, type }: PlanStep): boolean => role === 'checkpoint' && type !== 'link';

interface OpenedSession {
  obey(orders: FlowOrders): void;
  work(): Promise<void>;
  /** When there is something to do again; null = nothing is left. */
  next(): Date | 'now' | null;
}

async function handOn(ports: EnginePorts, { flowId, part }: Lease, session: OpenedSession): Promise<void> {
  const next = session.next();
  if (next === 'now') await ports.jobs.enqueue({ flowId, part });
  else if (next !== null) await ports.jobs.enqueue({ flowId, part }, { startAfter: next });
}

interface SessionParts {
  ports: EnginePorts;
  options: WorkerOptions;
  lease: Lease;
  active: ReadyFlow;
  abort: AbortController;
  halt: AbortController;
  checkLease: () => void;
}

function openSession({
  ports,
  options,
  lease,
  active,
  abort,
  halt,
  checkLease,
}: SessionParts): OpenedSession {
  const { flow } = active;
  const { steps } = flow.plan;
  const listening = steps.filter(({ role }) => listens(role)).map(({ node }) => node);
  const checkpoints = steps.filter(keeps).map(({ node }) => node);
  const rest = createRest(listening.length + checkpoints.length + batchLoopCount, options.lingerMs);
  const versions = new Map<number, Promise<ReadyFlow>>([[flow.version, Promise.resolve(active)]]);
  const breakers = new Map<string, Breaker>();
  const cancels = new Map<string, AbortController>();
  let next: Date | 'now' | null = null;
  let paused = flow.desired === 'paused';

  const readyOf = (version: number): Promise<ReadyFlow> => {
    const known = versions.get(version);
    if (known !== undefined) return known;
    const loading = ports.flows.load(lease.flowId, version).then((loaded) => {
      if (loaded === null) throw new Error(`version ${version} of flow ${lease.flowId} is gone`);
      return makeReady(loaded, ports);
    });
    versions.set(version, loading);
    return loading;
  };

  const cancelController = (runId: string) => {
    const known = cancels.get(runId) ?? new AbortController();
    cancels.set(runId, known);
    return known;
  };

  const session: Session = {
    ports,
    options,
    lease,
    lanes: createLanes(),
    rest,
    active,
    readyOf,
    breakerOf: (destinationId) => {
      const breaker = breakers.get(destinationId) ?? createBreaker();
      breakers.set(destinationId, breaker);
      return breaker;
    },
    cancelOf: (runId) => cancelController(runId).signal,
    strays: createStrayWrites(),
    gaveWay: new Map(),
    abort: abort.signal,
    halt: halt.signal,
    checkLease,
    stop: () => {
      paused = true;
      halt.abort();
    },
    handOn: () => {
      session.leaveWork();
      halt.abort();
    },
    leaveWork: (startAfter) => {
      if (startAfter === undefined) next = 'now';
      else if (next === null || (next !== 'now' && startAfter < next)) next = startAfter;
    },
  };

  const obey = (orders: FlowOrders) => {
    for (const runId of orders.cancelRuns) cancelController(runId).abort();
    if (orders.cancelRuns.length > 0) rest.wake();
    if (orders.desired === 'paused') session.stop();
    if (orders.version !== flow.version) session.handOn();
  };

  const work = async () => {
    const silence = ports.jobs.onWake(lease.flowId, lease.part, rest.wake);
    const slice = setTimeout(() => halt.abort(), options.sliceMs);
    halt.signal.addEventListener('abort', rest.end);
    abort.signal.addEventListener('abort', rest.end);
    if (halt.signal.aborted || paused) {
      halt.abort();
      rest.end();
    }
    try {
      const rolling = await takeOver(session);
      const queues = [
        ...listening.map((node) => inboxQueue(session, node)),
        ...checkpoints.map((node) => parkedQueue(session, node)),
      ];
      const live = queues.map((queue) => liveLoop(session, queue, rolling.get(queue.node)));
      await endTogether([...batchLoops(session), ...live], abort);
    } finally {
      clearTimeout(slice);
      silence();
    }
    abort.signal.throwIfAborted();
  };

  return { obey, work, next: () => (paused && next === 'now' ? null : next) };
}

/** When one loop breaks, the others are broken off too: what it broke on (the database, mostly) concerns them all. */
async function endTogether(loops: Promise<void>[], abort: AbortController): Promise<void> {
  let first: { thrown: unknown } | null = null;
  await Promise.allSettled(
    loops.map((loop) =>
      loop.catch((thrown: unknown) => {
        first ??= { thrown };
        abort.abort(thrown);
      }),
    ),
  );
  // Assigned in a callback, which the compiler doesn't see.
  const broken = first as { thrown: unknown } | null;
  if (broken !== null) throw broken.thrown;
}
