/** Lanes of a flow. A record's lane never changes, so neither does the part that works it off. */
export const laneCount = 64;

/**
 * The lane of a record: FNV-1a over its identity. Intake and worker must agree on it, hence one function for both.
 *
 * @example laneOf('17') === laneOf('17') // true
 */
export function laneOf(identity: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < identity.length; index += 1) {
    hash = Math.imul(hash ^ identity.charCodeAt(index), 0x01000193);
  }
  // The low bits of FNV-1a mix least: fold the high half onto them before taking six.
  return ((hash >>> 16) ^ hash) & (laneCount - 1);
}

/** @example partOf('17', 1) // 0 */
export function partOf(identity: string, parts: number): number {
  return parts === 1 ? 0 : laneOf(identity) % parts;
}
