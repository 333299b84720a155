import { inlineTryLimit, planRetry, type Retry, triesOfOneDay } from '../deliver/backoff.ts';
import { callWithLimit } from '../deliver/callWithLimit.ts';
import { readFailure } from '../deliver/failure.ts';
import { RunStop } from './runStop.ts';
import type { RunWork } from './runWork.ts';
import { sleep } from './sleep.ts';
import { sleepInLanes } from './sleepInLanes.ts';
import { duration, phrase } from './words.ts';

type Patience = Pick<RunWork, 'ports' | 'abort' | 'halt' | 'log' | 'timeline' | 'elapsed'>;

export interface PatientCall<T> {
  node: string;
  side: 'source' | 'destination';
  limitMs: number;
  /** Tries it had before. */
  tries: number;
  /** Whose lanes are held meanwhile; its waits give way to live changes. Default: none are. */
  holder?: RunWork;
  call: (signal: AbortSignal) => Promise<T>;
}

/**
 * Calls into a connector that may be asked twice without harm, again and again while there is hope.
 *
 * @throws RunStop when there is none, or not for now.
 */
export async function callPatiently<T>(work: Patience, request: PatientCall<T>): Promise<T> {
  const { node, side, limitMs, call, holder } = request;
  let { tries } = request;
  let held = 0;
  let sleptMs = 0;
  for (;;) {
    try {
      return await callWithLimit(work.abort, limitMs, call);
    } catch (thrown) {
      if (work.abort.aborted || thrown instanceof RunStop) throw thrown;
      const next = await waitOrStop(work, { node, side, tries, held, thrown, holder, sleptMs });
      held = next.tries === tries ? held + 1 : 0;
      tries = next.tries;
      sleptMs += next.waitMs;
    }
  }
}

interface Setback {
  node: string;
  side: 'source' | 'destination';
  tries: number;
  held: number;
  thrown: unknown;
  holder: RunWork | undefined;
  sleptMs: number;
}

async function waitOrStop(work: Patience, setback: Setback): Promise<Retry> {
  const { node, side, tries, held, thrown, holder, sleptMs } = setback;
  const failure = readFailure(thrown, side);
  const { code, message } = failure;
  switch (failure.kind) {
    case 'fatal':
      throw new RunStop({ kind: 'failed', code, message });
    case 'pause':
      throw new RunStop({ kind: 'pause', reason: failure.reason, code, message, tries, node });
    case 'reject':
      // Nothing here is about one record, so there is nothing to leave out.
      throw new RunStop({ kind: 'pause', reason: 'config', code, message, tries });
    case 'unknown':
    case 'retry':
      break;
  }
  const rateLimited = failure.kind === 'retry' && failure.rateLimited;
  const afterMs = failure.kind === 'retry' ? failure.afterMs : undefined;
  const retry = planRetry({ tries, held, afterMs, rateLimited }, work.ports.random);
  const isHopeless = failure.kind === 'unknown' && tries >= inlineTryLimit;
  if (isHopeless || retry.tries > triesOfOneDay) {
    throw new RunStop({ kind: 'pause', reason: 'retries', code, message, tries: retry.tries });
  }
  if (retry.place === 'durable') {
    throw new RunStop({ kind: 'backoff', waitMs: retry.waitMs, tries: retry.tries, code, message });
  }
  const again = rateLimited
    ? `${phrase(message)}, holding ${duration(retry.waitMs)}`
    : `${phrase(message)}, trying again in ${duration(retry.waitMs)} (${retry.tries} of ${inlineTryLimit})`;
  work.log.write('warn', again, { node, code });
  const fromMs = work.elapsed();
  const waited =
    holder === undefined
      ? await sleep(retry.waitMs, work.abort, work.halt)
      : await sleepInLanes(holder, retry.waitMs, sleptMs);
  work.timeline.add(node, rateLimited ? 'limited' : 'retry', fromMs, work.elapsed());
  if (waited === 'halted') {
    const left = Math.max(0, retry.waitMs - (work.elapsed() - fromMs));
    throw new RunStop({ kind: 'backoff', waitMs: left, tries: retry.tries, code, message });
  }
  return retry;
}
