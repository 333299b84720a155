import type { Try } from '../page/pageAccount.ts';
import { RunStop } from '../run/runStop.ts';
import { callWithLimit } from './callWithLimit.ts';
import { graceMs } from './destinationStep.ts';
import { isSought, remoteIdOf } from './needsMatch.ts';
import { doubtfulRow, leaveUncertain, settleRecord } from './settleRecord.ts';
import type { BatchPlace, Outgoing } from './writeBatch.ts';

/**
 * The answer was lost. By delivery class: ask the destination whether it happened (T), look when nothing can be on its
 * way any more (L), write again (U, I, and N when a double is the smaller evil), or leave it to a person (N).
 */
export async function resolveLost(
  place: BatchPlace,
  lost: readonly Outgoing[],
  attempt: Try,
  why: { code: string; message: string },
): Promise<void> {
  const { dest, round, work } = place;
  const { code, message } = why;
  attempt.doubtful.push(...lost.map((outgoing) => doubtfulRow(place, outgoing)));
  const again = (afterMs?: number) => round.retry(lost, { code, message, afterMs, rateLimited: false });
  switch (dest.delivery) {
    case 'T':
      if ((await ask(place, attempt)) === 'absent') return again();
      for (const outgoing of lost)
        settleRecord(place, outgoing, { status: 'ok', effect: effectOf(outgoing) }, attempt);
      return;
    case 'L': {
      // Until the deadline a late request may still arrive: recovery waits for it, then looks.
      attempt.lost = true;
      const waitMs = work.options.writeMs;
      throw new RunStop({ kind: 'backoff', waitMs, tries: work.tries + 1, code, message });
    }
    case 'N':
      if (!dest.atMostOnce) return again(untilMatchable(place, lost));
      for (const outgoing of lost) leaveUncertain(place, outgoing, 'destination.unknown', message, attempt);
      return;
    case 'U':
    case 'I':
      return again();
  }
}

/** What is looked for before it has surely arrived is taken for missing, and made twice. */
function untilMatchable({ dest, work }: BatchPlace, lost: readonly Outgoing[]): number | undefined {
  const creates = lost.some((outgoing) => isSought(dest, outgoing) && remoteIdOf(outgoing) === null);
  return creates ? work.options.writeMs + graceMs : undefined;
}

function effectOf(outgoing: Outgoing): 'created' | 'updated' | 'deleted' {
  if (outgoing.delivery.op === 'delete') return 'deleted';
  return outgoing.known || remoteIdOf(outgoing) !== null ? 'updated' : 'created';
}

async function ask({ work, dest }: BatchPlace, attempt: Try): Promise<'applied' | 'absent'> {
  const { destination, destinationId, step } = dest;
  const { recover } = destination;
  if (recover === undefined) return 'absent';
  try {
    return await callWithLimit(work.abort, work.options.writeMs, (signal) =>
      recover.call(destination, work.contextOf(step, signal), {
        config: step.config,
        attemptId: attempt.id,
        destinationId,
      }),
    );
  } catch (thrown) {
    if (work.abort.aborted) throw thrown;
    // No answer to this either: the intent stays on disk, and nothing is written before recovery has an answer.
    attempt.lost = true;
    throw new RunStop({
      kind: 'backoff',
      waitMs: 5_000,
      tries: work.tries + 1,
      code: 'destination.unreachable',
      message: thrown instanceof Error ? thrown.message : String(thrown),
    });
  }
}
