/**
 * Numbers in [0, 1), the same for the same seed. mulberry32: small, and even enough for faults.
 *
 * @example const draw = seededDraw(1); draw() // 0.627…
 */
export function seededDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
