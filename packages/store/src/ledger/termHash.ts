const bits = new DataView(new ArrayBuffer(8));

/**
 * What the ledger keeps of a text people look for: 64 bit, as a signed number in text. Two hashes of 32 bit that multiply by
 * different numbers; a hash made for secrets takes five times as long, and nothing here is secret. Who searches compares the
 * text itself, so two texts with one hash cost a look and nothing else. The numbers are on disk: never change how they are
 * made.
 *
 * @example termHash('ann@example.test') // '2454228027613596945'
 */
export function termHash(term: string): string {
  let high = 0x9747b28c;
  let low = 0x811c9dc5;
  for (let at = 0; at < term.length; at += 1) {
    const unit = term.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x01000193);
  }
  bits.setInt32(0, spread(high ^ (low >>> 15)));
  bits.setInt32(4, spread(low ^ (high >>> 15)));
  return bits.getBigInt64(0).toString();
}

/** Every bit that goes in has a say in every bit that comes out. */
function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
