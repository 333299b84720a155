const floorMs = 1000;
const ceilingMs = 24 * 3_600_000;
/** When a vendor limits without saying for how long. */
const unstatedMs = 5000;

/**
 * How long the vendor asks to wait: seconds or an HTTP date, never under a second nor over a day.
 *
 * @returns null when no wait is stated.
 * @example statedWait(new Map([['retry-after', '30']]), new Date()) // 30000
 */
export function statedWait(headers: ReadonlyMap<string, string>, now: Date): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return clamp(Number(text) * 1000);
  const until = Date.parse(text);
  if (Number.isNaN(until)) return null;
  // The date is on the vendor's clock, so it is measured against the vendor's own Date.
  const theirs = Date.parse(headers.get('date') ?? '');
  return clamp(until - (Number.isNaN(theirs) ? now.getTime() : theirs));
}

/** The wait after an answer that says "too many requests". */
export function limitWait(headers: ReadonlyMap<string, string>, now: Date): number {
  return statedWait(headers, now) ?? unstatedMs;
}

/** Is the answer a limit? Some vendors say it with 403 or 503 and a wait. */
export function isRateLimit(status: number, headers: ReadonlyMap<string, string>): boolean {
  if (status === 429) return true;
  if (status === 503) return headers.has('retry-after');
  return status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0');
}

const clamp = (ms: number): number => Math.min(ceilingMs, Math.max(floorMs, Math.round(ms)));
