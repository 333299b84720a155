/** `pnpm test:long` plays the same proofs with more of everything. */
export const isLong = process.env.SYNCLINE_LONG === '1';

export const sized = <T>(short: T, long: T): T => (isLong ? long : short);

/** @example percentile([3, 1, 2], 0.5) // 2 */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
