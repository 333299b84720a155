import { compareVersions, type PlanStep } from '@syncline/model';
import { findDestination, graceMs, needsQuarantine } from '../deliver/destinationStep.ts';
import { priorities } from '../guard/lanes.ts';
import type { Attempt, AttemptRecord, LedgerEntry, LedgerWrite, RunPart } from '../ports.ts';
import { parseVersion } from '../record/versionText.ts';
import { callPatiently } from '../run/callPatiently.ts';
import { openRun } from '../run/openRun.ts';
import { RunStop } from '../run/runStop.ts';
import type { RunWork } from '../run/runWork.ts';
import { sleep } from '../run/sleep.ts';
import { duration } from '../run/words.ts';
import type { Session } from './session.ts';

/**
 * Finds out what became of the batches a run was writing when its worker vanished, before anything of it is written
 * again. What happened goes into the ledger under the page it belongs to, so the page counts right.
 *
 * @throws RunStop when nobody can tell yet.
 */
export async function recoverAttempts(session: Session, run: RunPart): Promise<void> {
  const { ports, lease } = session;
  const left = await ports.runs.openAttempts(lease.flowId, lease.part);
  const attempts = left.filter(({ runId, answered }) => runId === run.runId && answered !== true);
  if (attempts.length === 0) return;
  const work = await openRun(session, run, priorities.read);
  try {
    for (const attempt of attempts) await recoverOne(session, work, attempt);
  } finally {
    await work.log.flush();
  }
}

/** Before anything is written: what those before this worker may still have on its way, as was found out already. */
export async function findStrays({ ports, lease, strays }: Session): Promise<void> {
  const now = ports.now();
  for (const attempt of await ports.runs.openAttempts(lease.flowId, lease.part)) {
    if (attempt.answered !== true) continue;
    if (attempt.deadline > now) strays.add(attempt);
    else await ports.runs.closeAttempt(lease, attempt.id, []);
  }
}

/** Holds the lanes meanwhile: what is found out must not undo what a newer change of the record wrote. */
async function recoverOne({ strays }: Session, work: RunWork, attempt: Attempt): Promise<void> {
  const wanted = new Map([[attempt.destinationId, new Set(attempt.records.map(({ key }) => key))]]);
  const release = await work.lanes.acquire(wanted, work.priority, work.abort);
  try {
    const { rows, keepUntil } = await findOutcome(work, attempt);
    await work.ports.runs.closeAttempt(work.lease, attempt.id, rows, keepUntil);
    if (keepUntil !== undefined) strays.add({ ...attempt, deadline: keepUntil });
  } finally {
    release();
  }
}

interface Recovered {
  rows: LedgerWrite[];
  /** A write of it may still land until then. */
  keepUntil?: Date;
}

async function findOutcome(work: RunWork, attempt: Attempt): Promise<Recovered> {
  const step = work.ready.flow.plan.steps.find(({ node }) => node === attempt.node);
  if (step === undefined) return { rows: [] };
  const { destination } = findDestination(step, work.ready, work.ports.connectors);
  const delivery = await ask(work, step, (signal) =>
    destination.delivery(work.contextOf(step, signal), step.config),
  );
  if (needsQuarantine(delivery)) await outwait(work, step, attempt.deadline);
  switch (delivery) {
    case 'U': {
      // Its sender may be dead for a moment only. What it sent last must not arrive after something newer.
      const landed = lastByte(work, attempt);
      const rows = await rowsOf(work, attempt, 'uncertain');
      return landed > work.ports.now() ? { rows, keepUntil: landed } : { rows };
    }
    case 'I':
    case 'N':
      return { rows: await rowsOf(work, attempt, 'uncertain') };
    case 'T':
    case 'L':
      return { rows: await rowsByAnswer(work, attempt, await askForIt(work, step, attempt)) };
  }
}

function rowsByAnswer(
  work: RunWork,
  attempt: Attempt,
  answer: 'applied' | 'absent' | 'unknown',
): Promise<LedgerWrite[]> | LedgerWrite[] {
  if (answer === 'absent') return [];
  return rowsOf(work, attempt, answer === 'applied' ? 'synced' : 'uncertain');
}

/** What was sent may arrive until the deadline, though its sender is dead: looking earlier would see too little. */
async function outwait(work: RunWork, step: PlanStep, until: Date): Promise<void> {
  const waitMs = until.getTime() - work.ports.now().getTime();
  if (waitMs <= 0) return;
  const text = `A write was under way when the work was broken off. Waiting ${duration(waitMs)} to be sure what became of it`;
  work.log.write('warn', text, { node: step.node });
  const waited = await sleep(waitMs, work.abort, work.halt);
  if (waited === 'halted') throw new RunStop({ kind: 'halted' });
}

/** When a system that takes what it is sent within the time of a lease has taken the last of this attempt. */
function lastByte({ options }: RunWork, { deadline }: Attempt): Date {
  return new Date(deadline.getTime() - options.writeMs - graceMs + options.leaseTtlMs);
}

async function askForIt(
  work: RunWork,
  step: PlanStep,
  attempt: Attempt,
): Promise<'applied' | 'absent' | 'unknown'> {
  const { destination, destinationId } = findDestination(step, work.ready, work.ports.connectors);
  const { recover } = destination;
  if (recover === undefined) return 'unknown';
  const found = await ask(work, step, (signal) =>
    recover.call(destination, work.contextOf(step, signal), {
      config: step.config,
      attemptId: attempt.id,
      destinationId,
    }),
  );
  const done = found === 'applied' ? 'had arrived' : 'had not arrived';
  const text = `The batch of ${attempt.records.length} that was under way ${done}`;
  work.log.write('info', text, { node: step.node });
  return found;
}

function ask<T>(work: RunWork, step: PlanStep, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limitMs = work.options.writeMs;
  return callPatiently(work, { node: step.node, side: 'destination', limitMs, tries: work.tries, call });
}

async function rowsOf(work: RunWork, attempt: Attempt, as: 'synced' | 'uncertain'): Promise<LedgerWrite[]> {
  const { destinationId, records } = attempt;
  const step = work.ready.step(attempt.node);
  const { destination } = findDestination(step, work.ready, work.ports.connectors);
  // What an earlier run brought, however new, does not overtake a run that brings the whole state.
  const whole = destination.wholeState?.(step.config) ?? false;
  const held = await work.ports.ledger.read(
    destinationId,
    records.map(({ key }) => key),
  );
  return records
    .filter(({ key, version }) => whole || !isOvertaken(version, held.get(key)))
    .map((record) => rowOf(attempt, record, as, held.get(record.key)));
}

function isOvertaken(version: string, held: LedgerEntry | undefined): boolean {
  if (held === undefined) return false;
  const own = parseVersion(version);
  const other = parseVersion(held.version);
  const order = compareVersions(own.version, other.version);
  return order === 'older' || (order === 'incomparable' && own.receivedMs < other.receivedMs);
}

function rowOf(
  { destinationId, runId }: Attempt,
  { key, op, hash, version, known }: AttemptRecord,
  as: 'synced' | 'uncertain',
  held: LedgerEntry | undefined,
): LedgerWrite {
  // Without a page: whichever page brings the record again counts it.
  const remoteId = held?.remoteId ?? null;
  const base = {
    destinationId,
    key,
    hash,
    version,
    runId,
    page: null,
    remoteId,
    sourceKey: null,
    terms: null,
  };
  // In doubt the version stays that of what was there for certain, as in `doubtfulRow`.
  if (as === 'uncertain')
    return { ...base, version: held?.version ?? '', state: 'uncertain', outcome: 'uncertain' };
  if (op === 'delete') return { ...base, state: 'tombstone', outcome: 'deleted' };
  return { ...base, state: 'synced', outcome: known ? 'updated' : 'created' };
}
