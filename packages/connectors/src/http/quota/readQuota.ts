/** What one answer says of one limit. Times are spans from the answer on, so no two clocks have to agree. */
export interface StatedQuota {
  /** Tells the limits of one API apart. */
  name: string;
  /** Calls in a whole window. */
  limit: number | null;
  remaining: number | null;
  /** Until the limit renews. */
  resetMs: number | null;
  /** By how much `resetMs` may be short, since it came in whole seconds. */
  blurMs: number;
  windowMs: number | null;
}

type Headers = ReadonlyMap<string, string>;

/** A limit that renews later than this is taken for a misread: 600000 may be milliseconds, or a week of seconds. */
const longestResetMs = 25 * 3_600_000;
const mostCalls = 1e9;
/** More names than that are no names of limits. */
const mostItems = 8;

/**
 * The limits an answer states. What is wrong, absurd or counted in anything but requests is left out.
 *
 * - `RateLimit: "day";r=50;t=30` with `RateLimit-Policy: "day";q=100;w=60`:
 *   https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.txt
 * - `RateLimit: limit=100, remaining=50, reset=30` with `RateLimit-Policy: 100;w=60`:
 *   https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-07
 * - `RateLimit-Limit`, `-Remaining`, `-Reset` in seconds:
 *   https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-06
 * - `X-RateLimit-Reset` as a time in epoch seconds: https://developer.github.com/changes/2013-07-02-rate-limit-reset;
 *   as seconds to wait: https://docs.statbot.net/docs/api/schemas/ratelimitheaders; as a date:
 *   https://developer.lemlist.com/api-reference/getting-started/rate-limits; with all limits in one value:
 *   https://developer.whoop.com/docs/developing/rate-limiting
 * - `X-Rate-Limit-*`, the same with one more hyphen: https://developer.prisjakt.nu/docs/sections/rate-limit
 * - `X-HubSpot-RateLimit-Max`, `-Remaining`, `-Interval-Milliseconds`:
 *   https://developers.hubspot.com/changelog/2018-11-06-rate-limit-information-headers-will-be-included-in-http-responses
 *
 * @param now our own time, for a vendor that sends no `Date`.
 * @example readQuota(new Map([['ratelimit', '"a";r=3;t=9']]), new Date()) // [{ name: 'a', remaining: 3, resetMs: 9000, … }]
 */
export function readQuota(headers: Headers, now: Date): StatedQuota[] {
  const named = readDraft(headers);
  if (named.length > 0) return named;
  for (const prefix of ['ratelimit-', 'x-ratelimit-', 'x-rate-limit-']) {
    const stated = readPrefixed(headers, prefix, now);
    if (stated !== null) return [stated];
  }
  return readHubspot(headers);
}

function readDraft(headers: Headers): StatedQuota[] {
  const quotas = new Map<string, StatedQuota>();
  const of = (name: string) => {
    const known = quotas.get(name) ?? { ...nothing, name };
    quotas.set(name, known);
    return known;
  };
  const otherUnits = new Set<string>();
  for (const { name, parameters } of readList(headers.get('ratelimit-policy'))) {
    // Before draft 8 the quota itself was the item.
    const limit = readCount(parameters.get('q') ?? name);
    const unit = parameters.get('qu')?.replaceAll('"', '') ?? 'requests';
    const own = parameters.has('q') ? name : 'default';
    if (unit !== 'requests') otherUnits.add(own);
    if (limit === null || limit === 0 || unit !== 'requests') continue;
    Object.assign(of(own), { limit, windowMs: readSpan(parameters.get('w')) });
  }
  const field = headers.get('ratelimit');
  const seventh = /(?:^|,)\s*remaining\s*=/i.test(field ?? '') ? readPairs(field ?? '') : null;
  if (seventh !== null) {
    const remaining = readCount(seventh.get('remaining'));
    const quota = of('default');
    if (remaining !== null)
      Object.assign(quota, {
        limit: readCount(seventh.get('limit')) ?? quota.limit,
        remaining,
        ...readReset(seventh.get('reset')),
      });
  } else {
    for (const { name, parameters } of readList(field)) {
      const remaining = readCount(parameters.get('r'));
      if (remaining === null || otherUnits.has(name)) continue;
      Object.assign(of(name), { remaining, ...readReset(parameters.get('t')) });
    }
  }
  return [...quotas.values()].flatMap((quota) => sensible(quota) ?? []);
}

const nothing: Omit<StatedQuota, 'name'> = {
  limit: null,
  remaining: null,
  resetMs: null,
  blurMs: 0,
  windowMs: null,
};

function readPrefixed(headers: Headers, prefix: string, now: Date): StatedQuota | null {
  // A header that came several times, once for each limit: the tightest counts.
  const counts = headers.get(`${prefix}remaining`)?.split(',').map(readCount) ?? [];
  if (counts.length === 0 || counts.some((count) => count === null)) return null;
  const remaining = Math.min(...counts.map(Number));
  const [stated] = headers.get(`${prefix}limit`)?.split(/[,;]/) ?? [];
  const reset = readMoment(headers.get(`${prefix}reset`), headers, now);
  // One API may have a limit for each group of paths, as https://docs.github.com/en/rest/rate-limit/rate-limit tells.
  const name = `${prefix}${(headers.get(`${prefix}resource`) ?? '').slice(0, 40)}`;
  return sensible({ ...nothing, name, limit: readCount(stated), remaining, ...reset });
}

function readHubspot(headers: Headers): StatedQuota[] {
  const remaining = readCount(headers.get('x-hubspot-ratelimit-remaining'));
  const limit = readCount(headers.get('x-hubspot-ratelimit-max'));
  const windowMs = readCount(headers.get('x-hubspot-ratelimit-interval-milliseconds'));
  if (remaining === null || limit === null || windowMs === null || windowMs < 1000) return [];
  const quota = { name: 'x-hubspot-ratelimit-', limit, remaining, resetMs: windowMs, blurMs: 0, windowMs };
  return [sensible(quota) ?? []].flat();
}

/** @returns null when it says nothing, or what can't be. */
function sensible(quota: StatedQuota): StatedQuota | null {
  const { limit, remaining, resetMs, windowMs } = quota;
  if (limit === 0 || (limit !== null && remaining !== null && remaining > limit)) return null;
  if (remaining === null && (limit === null || windowMs === null)) return null;
  return resetMs !== null && resetMs > longestResetMs ? { ...quota, resetMs: null, blurMs: 0 } : quota;
}

function readCount(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  const count = /^\d{1,10}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return count <= mostCalls ? count : null;
}

function readSpan(text: string | undefined): number | null {
  const seconds = readCount(text);
  return seconds === null || seconds === 0 || seconds * 1000 > longestResetMs ? null : seconds * 1000;
}

type Reset = Pick<StatedQuota, 'resetMs' | 'blurMs'>;
const noReset: Reset = { resetMs: null, blurMs: 0 };

function readReset(text: string | undefined): Reset {
  const seconds = text?.trim() ?? '';
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(seconds)) return noReset;
  return { resetMs: Math.ceil(Number(seconds) * 1000), blurMs: seconds.includes('.') ? 10 : 1000 };
}

/** Seconds to wait, a time in epoch seconds or milliseconds, or a date: told apart by their size. */
function readMoment(text: string | undefined, headers: Headers, now: Date): Reset {
  const trimmed = text?.trim() ?? '';
  const figure = /^\d{1,16}(?:\.\d{1,9})?$/.test(trimmed) ? Number(trimmed) : null;
  if (figure !== null && figure < 1e9) return readReset(trimmed);
  // Words in brackets are the name of a time zone.
  const moment =
    figure === null ? Date.parse(trimmed.replace(/\(.*\)$/, '')) : figure < 1e11 ? figure * 1000 : figure;
  if (Number.isNaN(moment)) return noReset;
  // A moment of the vendor's clock is measured against the vendor's own time.
  const theirs = Date.parse(headers.get('date') ?? '');
  const resetMs = moment - (Number.isNaN(theirs) ? now.getTime() : theirs);
  return resetMs < -longestResetMs ? noReset : { resetMs: Math.max(0, resetMs), blurMs: 1000 };
}

/** The items of a structured list, such as `"a";q=1;w=2, "b";q=3`, without their quotes. */
function readList(text: string | undefined): { name: string; parameters: Map<string, string> }[] {
  const items = text?.slice(0, 2000).match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  return items.slice(0, mostItems).map((item) => {
    const [name = '', ...rest] = item.match(/(?:"[^"]*"|[^;"])+/g) ?? [];
    return { name: name.trim().replaceAll('"', '').slice(0, 60), parameters: readPairs(rest.join(',')) };
  });
}

function readPairs(text: string): Map<string, string> {
  const pairs = text.matchAll(/([a-z*][\w.*-]*)\s*=\s*("[^"]*"|[^,;\s]+)/gi);
  return new Map([...pairs].map(([, name = '', value = '']) => [name.toLowerCase(), value]));
}
