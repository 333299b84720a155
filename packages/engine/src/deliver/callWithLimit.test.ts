import { expect, it } from 'vitest';
import { CallTimeout, callWithLimit } from './callWithLimit.ts';

const never = new AbortController().signal;
const deaf = () => new Promise<never>(() => undefined);

it('gives the answer of a call that is in time', async () => {
  expect(await callWithLimit(never, 1_000, async () => 'done')).toBe('done');
});

it('ends a call at its limit, also one that ignores its signal', async () => {
  await expect(callWithLimit(never, 20, deaf)).rejects.toThrow(CallTimeout);
});

it('leaves a deaf call behind within a second of the end of the work', async () => {
  const stop = new AbortController();
  const call = callWithLimit(stop.signal, 60_000, deaf);
  const started = performance.now();
  stop.abort(new Error('lease lost'));
  await expect(call).rejects.toThrow('lease lost');
  expect(performance.now() - started).toBeLessThan(1_000);
});

it('names our reason, not what the call made of it', async () => {
  const stop = new AbortController();
  const call = callWithLimit(
    stop.signal,
    60_000,
    (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('socket hang up')))),
  );
  stop.abort(new Error('lease lost'));
  await expect(call).rejects.toThrow('lease lost');
});

it('does not even begin once the work has ended', async () => {
  let begun = false;
  const call = callWithLimit(AbortSignal.abort(new Error('over')), 1_000, async () => {
    begun = true;
  });
  await expect(call).rejects.toThrow('over');
  expect(begun).toBe(false);
});
