import { SyncError } from '@syncline/model';
import { priorities } from '../guard/lanes.ts';
import type { RawPage } from '../page/preparePage.ts';
import { recoverAttempts } from '../part/recoverAttempts.ts';
import type { Session } from '../part/session.ts';
import type { RunPart } from '../ports.ts';
import { cancelRun, finishRun, stopRun } from './endRun.ts';
import { openDestinations, openRun } from './openRun.ts';
import type { Queue } from './queue.ts';
import { RunStop } from './runStop.ts';
import type { RunWork } from './runWork.ts';
import { workPage } from './workPage.ts';

/** Timers of a longer time would end at once. */
const longestRestMs = 3_600_000;
/** The database decides when a time has come, and its clock may be a little behind. */
const shortestRestMs = 200;

/**
 * Works off a queue as it fills: whatever has gathered is one page, so latency is low when it is quiet and throughput high
 * when it is not. Pages are grouped into rolling runs.
 *
 * @param left rolling run of this queue that a worker before left open.
 */
export async function liveLoop(session: Session, queue: Queue, left: RunPart | undefined): Promise<void> {
  let work: RunWork | null = left === undefined ? null : await openRun(session, left, priorities.live);
  /** While the destination asked for a pause, looking into the queue is of no use. */
  let notBefore = 0;
  try {
    while (!session.halt.aborted) {
      const look = session.rest.look();
      const waits = notBefore > session.ports.now().getTime();
      const take = waits ? null : await queue.take();
      if (take === null) {
        const due = waits ? new Date(notBefore) : await queue.nextDue();
        const why = await session.rest.until(look, restMs(session, work !== null && !waits, due));
        const isDue = !waits && due !== null && due <= session.ports.now();
        if (why !== 'woken' && work !== null && !isDue) work = await endQuietly(session, work);
        if (why !== 'end') continue;
        if (due !== null) session.leaveWork(due);
        break;
      }
      const opened: RunWork | Date = work ?? (await openRolling(session, queue));
      if (opened instanceof Date) {
        notBefore = opened.getTime();
        continue;
      }
      work = await workTaken(session, opened, take);
    }
    if (work !== null) await leave(session, work);
  } finally {
    await work?.log.flush();
  }
}

/** How long there is nothing to do unless news come: until the next is due, or the run has been idle for long enough. */
function restMs({ ports, options }: Session, ends: boolean, due: Date | null): number | undefined {
  const idleMs = ends ? options.lingerMs : undefined;
  if (due === null) return idleMs;
  const dueMs = Math.max(shortestRestMs, due.getTime() - ports.now().getTime());
  return Math.min(dueMs, idleMs ?? longestRestMs, longestRestMs);
}

/** @returns when it may go on, if it has to wait. */
async function openRolling(session: Session, { node, kind, words }: Queue): Promise<RunWork | Date> {
  const { ports, lease, active, options } = session;
  const run = await ports.runs.openRolling(lease, node, active.flow.version, options.owner, kind);
  if (run.resumesAt !== null && run.resumesAt > ports.now()) return run.resumesAt;
  const work = await openRun(session, run, priorities.live);
  work.log.write('info', run.pages === 0 ? words : `Going on after page ${run.pages}`, { node });
  return work;
}

/** @returns the run to go on with, null when it ended or has to wait. */
async function workTaken(
  session: Session,
  work: RunWork,
  makePage: (work: RunWork) => RawPage,
): Promise<RunWork | null> {
  try {
    if (work.destinations.length === 0) {
      await openDestinations(session, work);
      await recoverAttempts(session, work.run);
    }
    await workPage(work, makePage(work));
    return isFull(work) ? await endQuietly(session, work) : work;
  } catch (thrown) {
    return await stopEvents(session, work, thrown);
  }
}

function isFull({ read, elapsed, options }: RunWork): boolean {
  return read >= options.rollingEvents || elapsed() >= options.rollingMs;
}

async function stopEvents(session: Session, work: RunWork, thrown: unknown): Promise<null> {
  if (session.abort.aborted) throw thrown;
  const failed = (code: string, message: string) => stopFailed(session, work, code, message);
  if (thrown instanceof RunStop) {
    const { stop } = thrown;
    if (stop.kind === 'failed') await failed(stop.code, stop.message);
    else await stopRun(session, work, stop);
  } else if (thrown instanceof SyncError) await failed(thrown.code, thrown.message);
  else throw thrown;
  return null;
}

/** The events are still there, so the next run would fail like this one: stop until a person has looked. */
async function stopFailed(session: Session, work: RunWork, code: string, message: string): Promise<void> {
  await stopRun(session, work, { kind: 'failed', code, message });
  await session.ports.flows.pause(session.lease, 'config', message);
  session.stop();
}

async function endQuietly(session: Session, work: RunWork): Promise<null> {
  try {
    await finishRun(work);
  } catch (thrown) {
    await stopEvents(session, work, thrown);
  } finally {
    await work.log.flush();
  }
  return null;
}

/** The part is handed on in the middle of things: the next worker goes on with this run. */
async function leave(session: Session, work: RunWork): Promise<void> {
  if (session.cancelOf(work.run.runId).aborted) await cancelRun(work);
  else session.leaveWork();
}
