/** A seeded generator: every proof is a history of its own that can be played again. */
export interface Chance {
  readonly seed: number;
  /** A whole number from 0, below the one given. */
  below(end: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  shuffle<T>(list: readonly T[]): T[];
}

/** The seed of this run: the one asked for by SYNCLINE_SEED, else a new one. Printed, so that a red run can be repeated. */
export function takeSeed(title: string): number {
  const given = Number(process.env.SYNCLINE_SEED);
  const seed = Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 1_000_000) + 1;
  process.stdout.write(`${title}: SYNCLINE_SEED=${seed}\n`);
  return seed;
}

/** @example createChance(7).below(10) // the same number in every run */
export function createChance(seed: number): Chance {
  let state = (seed * 2654435761 + 1) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    seed,
    below,
    happens: (probability) => next() < probability,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    shuffle: (list) => {
      const mixed = [...list];
      for (let at = mixed.length - 1; at > 0; at -= 1) {
        const other = below(at + 1);
        // Both places exist: `other` is not above `at`.
        [mixed[at], mixed[other]] = [mixed[other] as (typeof mixed)[0], mixed[at] as (typeof mixed)[0]];
      }
      return mixed;
    },
  };
}
