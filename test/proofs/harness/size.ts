/** `pnpm test:long` plays the same proofs with more of everything. */
export const isLong = process.env.SYNCLINE_LONG === '1';

/** Part of the long set's amounts to play with: to see that it works before it is left alone for an hour. */
const share = Number(process.env.SYNCLINE_SHARE ?? '1');

export const sized = <T>(short: T, long: T): T => (isLong ? long : short);

/** How many of something: rows, edits, kills. @example amount(13, 200) // with SYNCLINE_LONG=1 SYNCLINE_SHARE=0.1: 20 */
export const amount = (short: number, long: number): number =>
  isLong ? Math.max(1, Math.round(long * share)) : short;

/** @example percentile([3, 1, 2], 0.5) // 2 */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
