import { balanceGroup, describeError, type Outcome } from '@syncline/model';
import { findDestination } from '../deliver/destinationStep.ts';
import type { Session } from '../part/session.ts';
import type { RefusedConnection } from '../ports.ts';
import { callPatiently } from './callPatiently.ts';
import type { StopReason } from './runStop.ts';
import type { RunWork } from './runWork.ts';
import { count, duration, phrase } from './words.ts';

/**
 * Ends this part of a run that has read all there is: destinations tidy up, the account is closed.
 *
 * @param missing of a sweep: records the source no longer has. @throws RunStop
 */
export async function finishRun(work: RunWork, missing?: number): Promise<void> {
  const { ports, lease, run, log } = work;
  await finishDestinations(work);
  for (const { step } of work.destinations) sayWritten(work, step.node);
  log.write('info', `All ${count(work.read, 'record')} accounted for`);
  await log.flush();
  await ports.runs.finishPart(lease, run.runId, {
    status: work.dead > 0 ? 'partial' : 'succeeded',
    reason: null,
    note: mainCause(work),
    spans: work.timeline.takeAll(),
    ...(missing !== undefined && { missing }),
  });
}

/** Only those that the run's feeder leads to: a run must not replace what another feeder brings. */
async function finishDestinations(work: RunWork): Promise<void> {
  const { ready, run, ports } = work;
  const reached = new Set([run.feeder]);
  // A set hands out what is added while it is walked.
  for (const node of reached) {
    const step = ready.step(node);
    // What a checkpoint lets on is brought by runs of its own.
    if (step.role === 'checkpoint' && node !== run.feeder) continue;
    for (const next of Object.values(step.next).flat()) reached.add(next);
    if (step.role !== 'destination') continue;
    const { destination, destinationId } = findDestination(step, ready, ports.connectors);
    const { finish } = destination;
    if (finish === undefined) continue;
    const request = { config: step.config, runId: run.runId, destinationId };
    await callPatiently(work, {
      node,
      side: 'destination',
      limitMs: work.options.writeMs,
      tries: work.tries,
      call: (signal) => finish.call(destination, work.contextOf(step, signal), request),
    });
  }
}

/** @example "61 written, 17 unchanged" */
function sayWritten({ totals, log }: RunWork, node: string): void {
  const groups = new Map<string, number>();
  for (const [outcome, records] of Object.entries(totals[node]?.outcomes ?? {})) {
    // Object.entries loses the key type of a partial record.
    const group = balanceGroup(outcome as Outcome);
    groups.set(group, (groups.get(group) ?? 0) + (records ?? 0));
  }
  const words = ['written', 'unchanged', 'waiting', 'failed'].flatMap((group) => {
    const records = groups.get(group) ?? 0;
    return records === 0 ? [] : [`${records.toLocaleString('en-GB')} ${group}`];
  });
  if (words.length > 0) log.write('info', words.join(', '), { node });
}

function mainCause({ causes }: RunWork): string | null {
  const [first] = [...causes].sort(([, a], [, b]) => b - a);
  return first === undefined ? null : describeError(first[0]).title;
}

/** Stores why a run does not go on, so that whoever takes it up next knows. */
export async function stopRun(session: Session, work: RunWork, stop: StopReason): Promise<void> {
  const { ports, lease, run, log, timeline } = work;
  if (stop.kind === 'halted') {
    if (session.cancelOf(run.runId).aborted) return cancelRun(work);
    // A run that only gave way is taken up again by its loop, in this session.
    if (session.halt.aborted) session.leaveWork();
    return;
  }
  const spans = timeline.takeAll();
  switch (stop.kind) {
    case 'backoff': {
      const resumesAt = new Date(ports.now().getTime() + stop.waitMs);
      const { code, message, tries, waitMs } = stop;
      log.write('warn', `${phrase(message)}, trying again in ${duration(waitMs)}`, { code });
      await log.flush();
      await ports.runs.wait(lease, run.runId, {
        status: 'backoff',
        resumesAt,
        tries,
        reason: code,
        note: message,
        spans,
      });
      session.leaveWork(resumesAt);
      return;
    }
    case 'pause': {
      const { reason, code, message, tries, detail = refusedBy(work, stop) } = stop;
      const wait = { tries, note: message, spans };
      if (!(await ports.flows.pause(lease, reason, message, detail))) {
        log.write('warn', `${phrase(message)}. The connection was changed meanwhile, going on with it`, {
          code,
        });
        await log.flush();
        await ports.runs.wait(lease, run.runId, {
          ...wait,
          status: 'backoff',
          resumesAt: ports.now(),
          reason: code,
        });
        session.handOn();
        return;
      }
      log.write('error', `${phrase(message)}. The flow is paused, nothing is lost`, { code });
      await log.flush();
      await ports.runs.wait(lease, run.runId, { ...wait, status: 'paused', resumesAt: null, reason });
      session.stop();
      return;
    }
    case 'failed':
      log.write('error', stop.message, { code: stop.code });
      await log.flush();
      await ports.runs.finishPart(lease, run.runId, {
        status: 'failed',
        reason: stop.code,
        note: stop.message,
        spans,
      });
      return;
  }
}

/** Refused credentials concern every flow that uses them. */
function refusedBy(
  { ready }: RunWork,
  { reason, node }: Extract<StopReason, { kind: 'pause' }>,
): RefusedConnection | undefined {
  if (reason !== 'auth' || node === undefined) return undefined;
  const { connection } = ready.step(node);
  return connection === null ? undefined : { connection, readAt: ready.flow.readAt };
}

export async function cancelRun({ ports, lease, run, log, timeline }: RunWork): Promise<void> {
  log.write('info', 'Cancelled');
  await log.flush();
  const spans = timeline.takeAll();
  await ports.runs.finishPart(lease, run.runId, {
    status: 'cancelled',
    reason: null,
    note: 'Cancelled',
    spans,
  });
}
