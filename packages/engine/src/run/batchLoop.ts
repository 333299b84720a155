import { priorities } from '../guard/lanes.ts';
import { recoverAttempts } from '../part/recoverAttempts.ts';
import type { Session } from '../part/session.ts';
import type { RunPart } from '../ports.ts';
import { cancelRun, finishRun, stopRun } from './endRun.ts';
import { openRun } from './openRun.ts';
import { RunStop } from './runStop.ts';
import { workRun } from './workRun.ts';

/** Works on the open runs of the schedules, oldest first, one at a time. */
export async function batchLoop(session: Session): Promise<void> {
  const { ports, lease, rest } = session;
  for (;;) {
    const look = rest.look();
    const open = await ports.runs.open(lease.flowId, lease.part);
    const runs = open.filter((run) => !isRolling(run));
    const next = runs.find((run) => !isCancelled(session, run));
    for (const run of runs)
      if (isCancelled(session, run)) await cancelRun(await openRun(session, run, priorities.batch));
    if (session.halt.aborted) {
      if (next !== undefined) session.leaveWork();
      return;
    }
    if (next !== undefined) await workRun(session, next);
    else if ((await rest.until(look)) === 'end') return;
  }
}

const isRolling = ({ startedBy }: RunPart): boolean => startedBy === 'trigger';

function isCancelled(session: Session, run: RunPart): boolean {
  return run.cancelRequested || session.cancelOf(run.runId).aborted;
}

/**
 * Before anything is written: finds out what the worker before left in the air, and ends rolling runs which nobody will
 * go on with because the flow has a newer version or the trigger is gone.
 *
 * @returns the rolling runs to go on with, by trigger.
 */
export async function takeOver(session: Session): Promise<Map<string, RunPart>> {
  const { ports, lease, active } = session;
  const rolling = new Map<string, RunPart>();
  for (const run of await ports.runs.open(lease.flowId, lease.part)) {
    try {
      await recoverAttempts(session, run);
      const goesOn = run.version === active.flow.version && active.flow.plan.feeders.includes(run.feeder);
      if (!isRolling(run)) continue;
      if (isCancelled(session, run)) await cancelRun(await openRun(session, run, priorities.live));
      else if (goesOn) rolling.set(run.feeder, run);
      else await finishRun(await openRun(session, run, priorities.live));
    } catch (thrown) {
      if (session.abort.aborted || !(thrown instanceof RunStop)) throw thrown;
      await stopRun(session, await openRun(session, run, priorities.batch), thrown.stop);
    }
  }
  return rolling;
}
