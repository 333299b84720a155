/** When the two sides of one record were last written, alternating: the newest last. */
export interface Alternations {
  /** Side written and when, in ms; only the newest few. */
  writes: readonly { side: 'a' | 'b'; atMs: number }[];
}

const windowMs = 10 * 60_000;
const mostAlternations = 4;

/**
 * Two systems that each correct the other never rest. After four changes of direction within ten minutes the record is
 * left alone until a person has looked.
 *
 * @example noteWrite({ writes: [] }, 'a', 0).oscillates // false
 */
export function noteWrite(
  before: Alternations,
  side: 'a' | 'b',
  atMs: number,
): { alternations: Alternations; oscillates: boolean } {
  const recent = before.writes.filter((write) => atMs - write.atMs < windowMs);
  const last = recent.at(-1);
  // A second write to the same side is an edit that went through, not an answer.
  const writes = last?.side === side ? [...recent.slice(0, -1), { side, atMs }] : [...recent, { side, atMs }];
  return { alternations: { writes }, oscillates: writes.length - 1 > mostAlternations };
}
