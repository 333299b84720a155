/** When the two sides of one record were last written, alternating: the newest last. */
export interface Alternations {
  /** Side written, when in ms, and a hash of what; only the newest few. */
  writes: readonly Turn[];
}

export interface Turn {
  side: 'a' | 'b';
  atMs: number;
  what?: string;
  /** How often in a row the same was told; left out = once. */
  times?: number;
}

const windowMs = 10 * 60_000;
/** Changes of direction after which a value that comes back is no coincidence. */
const mostAlternations = 4;
/** Writes after which it is no people who edit, whatever the values (counters, times of change) and whichever the side. */
const mostAtAll = 16;

/**
 * Two systems that each correct the other never rest. After four changes of direction within ten minutes, with the same
 * values again and again, the record is left alone until a person has looked. People who edit both sides bring new values,
 * so they may take more turns. A side that is told the same value for the seventeenth time in a row has somebody who sets
 * it back.
 *
 * @param what tells one content from another. @example noteWrite({ writes: [] }, 'a', 0).oscillates // false
 */
export function noteWrite(
  before: Alternations,
  side: 'a' | 'b',
  atMs: number,
  what = '',
): { alternations: Alternations; oscillates: boolean } {
  const recent = before.writes.filter((write) => atMs - write.atMs < windowMs);
  const last = recent.at(-1);
  const isSame = last?.side === side && last.what === what && what !== '';
  const times = isSame ? (last.times ?? 1) + 1 : 1;
  const turn: Turn = { side, atMs, what, ...(times > 1 && { times }) };
  // A second write to the same side is an edit that went through, not an answer.
  const writes = last?.side === side ? [...recent.slice(0, -1), turn] : [...recent, turn];
  const turns = writes.length - 1;
  const comesBack = recent.some((write) => write.side === side && write.what === what);
  return {
    alternations: { writes },
    oscillates: turns > mostAtAll || times > mostAtAll || (turns > mostAlternations && comesBack),
  };
}
