/** How many calls a vendor takes, and how it says so. */
export interface QuotaRule {
  most: number;
  perMs: number;
  /** `draft` = RateLimit and RateLimit-Policy; `seconds`, `epoch` = X-RateLimit with that kind of reset. */
  says: 'draft' | 'seconds' | 'epoch' | 'nothing';
}

export interface Admission {
  admitted: boolean;
  /** Honest: of the very call they answer. */
  headers: Record<string, string>;
}

/** A vendor's limit over fixed windows. It counts who does not keep to it, and is never wrong. */
export interface QuotaMeter {
  admit(): Admission;
  /** Calls so far, and those of them that came when nothing was left. */
  calls(): number;
  exceeded(): number;
  /** Most calls in one window. */
  worst(): number;
}

/** @example createQuotaMeter({ most: 10, perMs: 1000, says: 'draft' }).admit().headers.ratelimit // '"calls";r=9;t=1' */
export function createQuotaMeter(rule: QuotaRule, now: () => number = Date.now): QuotaMeter {
  let window = Number.NEGATIVE_INFINITY;
  let used = 0;
  let calls = 0;
  let exceeded = 0;
  let worst = 0;
  return {
    admit: () => {
      const current = Math.floor(now() / rule.perMs);
      if (current > window) {
        window = current;
        used = 0;
      }
      calls += 1;
      used += 1;
      worst = Math.max(worst, used);
      const admitted = used <= rule.most;
      if (!admitted) exceeded += 1;
      const left = (window + 1) * rule.perMs - now();
      const headers = stated(rule, Math.max(0, rule.most - used), left, now());
      if (!admitted) headers['retry-after'] = String(Math.max(1, Math.ceil(left / 1000)));
      return { admitted, headers };
    },
    calls: () => calls,
    exceeded: () => exceeded,
    worst: () => worst,
  };
}

function stated(
  { most, perMs, says }: QuotaRule,
  remaining: number,
  leftMs: number,
  now: number,
): Record<string, string> {
  const seconds = Math.ceil(leftMs / 1000);
  switch (says) {
    case 'nothing':
      return {};
    case 'draft':
      return {
        ratelimit: `"calls";r=${remaining};t=${seconds}`,
        'ratelimit-policy': `"calls";q=${most};w=${Math.ceil(perMs / 1000)}`,
      };
    case 'seconds':
    case 'epoch':
      return {
        'x-ratelimit-limit': String(most),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(says === 'seconds' ? seconds : Math.ceil((now + leftMs) / 1000)),
      };
  }
}

/** @returns the rule, or what is wrong with it. */
export function readQuotaRule(value: unknown): QuotaRule | string {
  if (typeof value !== 'object' || value === null) return 'A limit is an object.';
  const number = (name: 'most' | 'perMs') => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === 'number' && Number.isInteger(found) && found > 0 ? found : null;
  };
  const [most, perMs] = [number('most'), number('perMs')];
  if (most === null || perMs === null) return 'most and perMs must be whole numbers above 0.';
  const ways = ['draft', 'seconds', 'epoch', 'nothing'] as const;
  const says = ways.find((way) => 'says' in value && value.says === way);
  if (says === undefined) return `says must be one of ${ways.join(', ')}.`;
  return { most, perMs, says };
}
