import { listens } from '@syncline/model';
import { priorities } from '../guard/lanes.ts';
import { findStrays, recoverAttempts } from '../part/recoverAttempts.ts';
import type { Session } from '../part/session.ts';
import { PlanUnusable } from '../plan/readyFlow.ts';
import type { RunPart } from '../ports.ts';
import { cancelRun, finishRun, stopRun } from './endRun.ts';
import { openRun } from './openRun.ts';
import { RunStop } from './runStop.ts';
import type { ReadyFlow } from './runWork.ts';
import { workRun } from './workRun.ts';

/** Each kind has a loop of its own, so that loading all there is never keeps a schedule or a sweep from beginning. */
const kinds = ['read', 'replay', 'sweep', 'backfill'] as const satisfies readonly RunPart['kind'][];

/** How many loops work on runs that come to an end by themselves. */
export const batchLoopCount = kinds.length;

/** Works on the open runs that read something to its end: of each kind one at a time, oldest first. */
export function batchLoops(session: Session): Promise<void>[] {
  const list = listOnce(session);
  const inTurn = replacesWhole(session) ? createTurns() : (work: () => Promise<void>) => work();
  return kinds.map((kind) => batchLoop(session, kind, list, inTurn));
}

/** Open runs. With the same look all loops get the same answer, unless one has worked since. */
type OpenRuns = (look: number, again: boolean) => Promise<RunPart[]>;

async function batchLoop(
  session: Session,
  kind: RunPart['kind'],
  list: OpenRuns,
  inTurn: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const { rest } = session;
  let worked = false;
  for (;;) {
    const look = rest.look();
    const runs: RunPart[] = (await list(look, worked)).filter((run) => run.kind === kind);
    const next = runs.find((run) => !isCancelled(session, run));
    const cancelled = runs.filter((run) => isCancelled(session, run));
    for (const run of cancelled) await cancelRun(await openRun(session, run, priorities[kind]));
    if (session.halt.aborted) {
      if (next !== undefined) session.leaveWork();
      return;
    }
    worked = next !== undefined || cancelled.length > 0;
    if (next !== undefined) await inTurn(() => workOrFail(session, next));
    else if ((await rest.until(look)) === 'end') return;
  }
}

function listOnce({ ports, lease }: Session): OpenRuns {
  let known: { look: number; runs: Promise<RunPart[]> } | null = null;
  return (look, again) => {
    if (known === null || known.look !== look || again)
      known = { look, runs: ports.runs.open(lease.flowId, lease.part) };
    return known.runs;
  };
}

/** Two runs at a time would each replace what the other has just put in place. */
function replacesWhole({ active, ports }: Session): boolean {
  return active.flow.plan.steps.some(
    ({ type, config }) => ports.connectors.destination(type)?.wholeState?.(config) === true,
  );
}

function createTurns(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return (work) => {
    const own = last.then(work);
    last = own.catch(() => undefined);
    return own;
  };
}

/** A run of an old version that this build can't run ends, so that the runs behind it get their turn. */
async function workOrFail(session: Session, run: RunPart): Promise<void> {
  try {
    await workRun(session, run);
  } catch (thrown) {
    if (!(thrown instanceof PlanUnusable)) throw thrown;
    await failUnusable(session, run, thrown);
  }
}

function failUnusable({ ports, lease }: Session, run: RunPart, { message }: PlanUnusable): Promise<boolean> {
  const end = { status: 'failed', reason: 'run.internal', note: message } as const;
  return ports.runs.finishPart(lease, run.runId, end);
}

const isRolling = ({ kind }: RunPart): boolean => kind === 'live' || kind === 'release';

/** Whether what a rolling run takes its records from is still there. */
function isFed({ flow }: ReadyFlow, { kind, feeder }: RunPart): boolean {
  return flow.plan.steps.some(
    ({ node, role }) => node === feeder && (kind === 'live' ? listens(role) : role === 'checkpoint'),
  );
}

function isCancelled(session: Session, run: RunPart): boolean {
  return run.cancelRequested || session.cancelOf(run.runId).aborted;
}

/**
 * Before anything is written: finds out what the worker before left in the air, and ends rolling runs which nobody will
 * go on with because the flow has a newer version or what fed them is gone.
 *
 * @returns the rolling runs to go on with, by the node that feeds them.
 */
export async function takeOver(session: Session): Promise<Map<string, RunPart>> {
  const { ports, lease, active } = session;
  const rolling = new Map<string, RunPart>();
  await findStrays(session);
  for (const run of await ports.runs.open(lease.flowId, lease.part)) {
    try {
      await recoverAttempts(session, run);
      if (!isRolling(run)) continue;
      const goesOn = run.version === active.flow.version && isFed(active, run);
      if (isCancelled(session, run)) await cancelRun(await openRun(session, run, priorities.live));
      else if (goesOn) rolling.set(run.feeder, run);
      else await finishRun(await openRun(session, run, priorities.live));
    } catch (thrown) {
      if (session.abort.aborted) throw thrown;
      if (thrown instanceof PlanUnusable) await failUnusable(session, run, thrown);
      else if (!(thrown instanceof RunStop)) throw thrown;
      else await stopRun(session, await openRun(session, run, priorities.read), thrown.stop);
    }
  }
  return rolling;
}
