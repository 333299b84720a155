const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/**
 * Loads code with the first sign of a person: what the first look at the canvas does not need, and the first press may.
 *
 * @returns stop waiting.
 */
export function onFirstTouch(load: () => void): () => void {
  const stop = () => {
    for (const sign of signs) window.removeEventListener(sign, run, true);
  };
  const run = () => {
    stop();
    load();
  };
  for (const sign of signs) window.addEventListener(sign, run, { capture: true, passive: true });
  return stop;
}
