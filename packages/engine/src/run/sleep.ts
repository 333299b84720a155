/**
 * Waits, unless something comes in between.
 *
 * @returns `halted` when the work is to stop at the next border.
 * @throws the reason of `abort`.
 */
export function sleep(ms: number, abort: AbortSignal, halt: AbortSignal): Promise<'over' | 'halted'> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      abort.removeEventListener('abort', onAbort);
      halt.removeEventListener('abort', onHalt);
    };
    const onAbort = () => {
      leave();
      reject(abort.reason);
    };
    const onHalt = () => {
      leave();
      resolve('halted');
    };
    const timer = setTimeout(() => {
      leave();
      resolve('over');
    }, ms);
    abort.addEventListener('abort', onAbort);
    halt.addEventListener('abort', onHalt);
    if (abort.aborted) onAbort();
    else if (halt.aborted) onHalt();
  });
}
