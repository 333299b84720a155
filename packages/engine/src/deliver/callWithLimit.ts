/** A call into a connector that gave no answer in its time. */
export class CallTimeout extends Error {
  constructor(limitMs: number) {
    super(`no answer within ${Math.round(limitMs / 1000)} s`);
    this.name = 'CallTimeout';
  }
}

/** How long a call may take to notice that it is over. */
const graceMs = 500;

/**
 * Calls into a connector with an end: the call's signal ends with `abort` or after the limit, and a call that ignores its
 * signal is left behind, so that nothing a vendor does can hold a worker.
 *
 * @throws the reason of `abort`, CallTimeout, or what the call throws.
 */
export async function callWithLimit<T>(
  abort: AbortSignal,
  limitMs: number,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  abort.throwIfAborted();
  const own = new AbortController();
  const left = Promise.withResolvers<never>();
  let grace: ReturnType<typeof setTimeout> | undefined;
  const end = (reason: unknown) => {
    own.abort(reason);
    grace ??= setTimeout(() => left.reject(reason), graceMs);
  };
  const onAbort = () => end(abort.reason);
  const limit = setTimeout(() => end(new CallTimeout(limitMs)), limitMs);
  abort.addEventListener('abort', onAbort);
  try {
    return await Promise.race([call(own.signal), left.promise]);
  } catch (thrown) {
    // Whatever the call made of its end, the reason is ours.
    throw own.signal.aborted ? own.signal.reason : thrown;
  } finally {
    clearTimeout(limit);
    clearTimeout(grace);
    abort.removeEventListener('abort', onAbort);
  }
}
