import { SyncError } from '@syncline/model';
import { deliverPage } from '../deliver/deliverPage.ts';
import { priorities } from '../guard/lanes.ts';
import { preparePage, type RawPage } from '../page/preparePage.ts';
import { settlePage } from '../page/settlePage.ts';
import { recoverAttempts } from '../part/recoverAttempts.ts';
import type { Session } from '../part/session.ts';
import type { InboxItem, RunPart } from '../ports.ts';
import { cancelRun, finishRun, stopRun } from './endRun.ts';
import { openDestinations, openRun } from './openRun.ts';
import { RunStop } from './runStop.ts';
import type { RunWork } from './runWork.ts';

/**
 * Works off the events of one trigger as they come: whatever has gathered is one page, so latency is low when it is quiet
 * and throughput high when it is not. Events are grouped into rolling runs.
 *
 * @param left rolling run of this trigger that a worker before left open.
 */
export async function liveLoop(session: Session, feeder: string, left: RunPart | undefined): Promise<void> {
  let work: RunWork | null = left === undefined ? null : await openRun(session, left, priorities.live);
  /** While the destination asked for a pause, looking into the inbox is of no use. */
  let notBefore = 0;
  try {
    while (!session.halt.aborted) {
      const look = session.rest.look();
      const holdMs = notBefore - session.ports.now().getTime();
      const items = holdMs > 0 ? [] : await readInbox(session, feeder);
      if (items.length === 0) {
        const mostMs = holdMs > 0 ? holdMs : work === null ? undefined : session.options.lingerMs;
        const why = await session.rest.until(look, mostMs);
        if (why !== 'woken' && work !== null) work = await endQuietly(session, work);
        if (why !== 'end') continue;
        if (holdMs > 0) session.leaveWork(new Date(notBefore));
        break;
      }
      const opened: RunWork | Date = work ?? (await openRolling(session, feeder));
      if (opened instanceof Date) {
        notBefore = opened.getTime();
        continue;
      }
      work = await workEvents(session, opened, feeder, items);
    }
    if (work !== null) await leave(session, work);
  } finally {
    await work?.log.flush();
  }
}

function readInbox({ ports, lease, options, active }: Session, feeder: string): Promise<InboxItem[]> {
  const { parts } = active.flow.plan.settings;
  return ports.inbox.read(lease.flowId, feeder, lease.part, parts, options.pageRecords, options.pageBytes);
}

/** @returns when it may go on, if it has to wait. */
async function openRolling(session: Session, feeder: string): Promise<RunWork | Date> {
  const { ports, lease, active, options } = session;
  const run = await ports.runs.openRolling(lease, feeder, active.flow.version, options.owner, 'live');
  if (run.resumesAt !== null && run.resumesAt > ports.now()) return run.resumesAt;
  const work = await openRun(session, run, priorities.live);
  work.log.write(
    'info',
    run.pages === 0 ? 'Taking changes as they come' : `Going on after page ${run.pages}`,
    {
      node: feeder,
    },
  );
  return work;
}

/** @returns the run to go on with, null when it ended or has to wait. */
async function workEvents(
  session: Session,
  work: RunWork,
  feeder: string,
  items: InboxItem[],
): Promise<RunWork | null> {
  try {
    if (work.destinations.length === 0) {
      await openDestinations(session, work);
      await recoverAttempts(session, work.run);
    }
    await workPage(work, decode(work, feeder, items));
    return isFull(work) ? await endQuietly(session, work) : work;
  } catch (thrown) {
    return await stopEvents(session, work, thrown);
  }
}

async function workPage(work: RunWork, raw: RawPage): Promise<void> {
  const page = await preparePage(work, raw);
  const release = await deliverPage(work, page);
  try {
    await settlePage(work, page);
  } finally {
    release();
  }
}

function decode({ ready, ports }: RunWork, feeder: string, items: InboxItem[]): RawPage {
  const { type, config } = ready.step(feeder);
  const intake = ports.connectors.intake(type);
  if (intake === undefined)
    throw new SyncError('fatal', 'run.internal', `no intake is known for steps of type ${type}`);
  const raw: RawPage = { changes: [], rejected: [], token: null, progress: null, inboxIds: [] };
  for (const { id, receivedAt, request } of items) {
    const { changes, rejected } = intake.decode(request, config, {
      eventId: id,
      receivedTs: receivedAt.toISOString(),
    });
    raw.changes.push(...changes);
    raw.rejected.push(...rejected);
    raw.inboxIds.push(id);
  }
  return raw;
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
