import type { Try } from '../page/pageAccount.ts';
import { RunStop } from '../run/runStop.ts';
import { callWithLimit } from './callWithLimit.ts';
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
  const again = () => round.retry(lost, { code, message, afterMs: undefined, rateLimited: false });
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
      if (!dest.atMostOnce) return again();
      for (const outgoing of lost) leaveUncertain(place, outgoing, 'destination.unknown', message, attempt);
      return;
    case 'U':
    case 'I':
      return again();
  }
}

function effectOf({ delivery, known }: Outgoing): 'created' | 'updated' | 'deleted' {
  if (delivery.op === 'delete') return 'deleted';
  return known ? 'updated' : 'created';
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
