import type { SourceVersion, Value } from '@syncline/model';

export interface StatedVersion {
  version: SourceVersion;
  /** RFC 3339 in UTC, for times only. */
  sourceTs: string | null;
}

const rfc3339 = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.(\d+))?)?(?:\s?(?:Z|[+-]\d\d:?\d\d))?)?$/i;

// The usual writing, in UTC, of a day that every month has: nothing to compute, so nothing is.
const plainUtc =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d{1,9}))?Z$/;

/**
 * A time of change as a version: fixed width, so that texts of different precision compare rightly. Takes RFC 3339, a
 * date, HTTP dates, and Unix seconds or milliseconds.
 *
 * @returns null when it isn't a time.
 * @example timeVersion('2026-01-02T03:04:05Z')?.version.value // '2026-01-02T03:04:05.000000000Z'
 */
export function timeVersion(value: Value | undefined): StatedVersion | null {
  const plain = typeof value === 'string' ? plainUtc.exec(value) : null;
  if (plain) return stated(plain[0].slice(0, 19), plain[1] ?? '');
  const read = typeof value === 'number' || typeof value === 'string' ? readTime(value) : null;
  if (read === null || Number.isNaN(read.ms) || Math.abs(read.ms) > 8.64e15) return null;
  const iso = new Date(read.ms).toISOString();
  if (!/^\d{4}-/.test(iso)) return null;
  return stated(iso.slice(0, 19), read.fraction);
}

function stated(seconds: string, fraction: string): StatedVersion {
  const value = `${seconds}.${fraction.slice(0, 9).padEnd(9, '0')}Z`;
  return {
    version: { kind: 'ts', epoch: 0, value, granularityMs: fraction === '' ? 1000 : 1 },
    sourceTs: `${value.slice(0, 23)}Z`,
  };
}

function readTime(value: string | number): { ms: number; fraction: string } | null {
  const text = String(value).trim();
  const unix = /^(\d{1,13})(?:\.(\d+))?$/.exec(text);
  if (unix?.[1]) {
    // Thirteen digits are milliseconds until the year 2286; seconds have ten.
    if (unix[1].length > 11) return { ms: Number(unix[1]), fraction: unix[1].slice(-3) };
    return { ms: Number(unix[1]) * 1000, fraction: unix[2] ?? '' };
  }
  const found = rfc3339.exec(text);
  if (found) return { ms: Date.parse(withZone(text)), fraction: found[1] ?? '' };
  return /GMT$|UTC$/.test(text) ? { ms: Date.parse(text), fraction: '' } : null;
}

/** A time without a zone is taken as UTC, never as the zone this server happens to stand in. */
function withZone(text: string): string {
  const joined = text.replace(' ', 'T').replace(/\s/g, '');
  if (/^\d{4}-\d\d-\d\d$/.test(joined) || /(?:Z|[+-]\d\d:?\d\d)$/i.test(joined)) return joined;
  return `${joined}Z`;
}

/** @example sequenceVersion('42')?.version.kind // 'seq' */
export function sequenceVersion(value: Value | undefined): StatedVersion | null {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!/^\d{1,40}$/.test(text)) return null;
  return { version: { kind: 'seq', epoch: 0, value: text, granularityMs: 0 }, sourceTs: null };
}
