/** A number from 0, below the one given. */
export type Random = (below: number) => number;

/** A small fast generator, so that every seed is a history of its own that can be played again. */
export function randomOf(seed: number): Random {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}
