/**
 * What may go wrong with a request. `lost-write` answers well without writing, `lost-answer` writes and cuts the
 * connection; `reset` cuts in the middle of the body, `drip` sends a byte at a time. `error-data` gives the data with errors
 * beside it, `short-page` and `empty-list` leave records out without a word.
 */
export const faultKinds = [
  '429',
  '500',
  '502-html',
  '503',
  'stall',
  'reset',
  'truncated-json',
  'drip',
  'lost-write',
  'lost-answer',
  'error-body',
  'error-data',
  'short-page',
  'empty-list',
  '207',
  '200-html',
  '401',
  '403',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultRule {
  fault: FaultKind;
  /** Seconds, or `date` for an HTTP date two seconds ahead; absent = no Retry-After. */
  retryAfter?: number | 'date';
  /** Only requests whose path begins so. */
  path?: string;
  method?: string;
  /** Only the nth fitting request, from 1. */
  nth?: number;
  /** 0..1, drawn from the seeded generator. */
  probability?: number;
  /** Ends the rule after so many hits. */
  times?: number;
}

interface LiveRule {
  rule: FaultRule;
  fitting: number;
  hits: number;
}

/** Rules in force, first fit wins. The same seed gives the same faults. */
export class FaultSwitches {
  readonly #draw: () => number;
  #rules: LiveRule[] = [];

  constructor(draw: () => number) {
    this.#draw = draw;
  }

  add(rule: FaultRule): void {
    this.#rules.push({ rule, fitting: 0, hits: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rule that strikes this request, null when it goes well. */
  strike(method: string, path: string): FaultRule | null {
    let struck: FaultRule | null = null;
    for (const live of this.#rules) {
      const { rule } = live;
      if (rule.method !== undefined && rule.method !== method) continue;
      if (rule.path !== undefined && !path.startsWith(rule.path)) continue;
      live.fitting += 1;
      if (struck !== null || live.hits >= (rule.times ?? Number.POSITIVE_INFINITY)) continue;
      if (rule.nth !== undefined && live.fitting !== rule.nth) continue;
      if (rule.probability !== undefined && this.#draw() >= rule.probability) continue;
      live.hits += 1;
      struck = rule;
    }
    return struck;
  }
}

/** @returns the rule, or what is wrong with it. */
export function readFaultRule(value: unknown): FaultRule | string {
  if (typeof value !== 'object' || value === null) return 'A fault rule is an object.';
  const fault = faultKinds.find((kind) => 'fault' in value && value.fault === kind);
  if (fault === undefined) return `fault must be one of ${faultKinds.join(', ')}.`;
  const rule: FaultRule = { fault };
  if ('path' in value && typeof value.path === 'string') rule.path = value.path;
  if ('method' in value && typeof value.method === 'string') rule.method = value.method.toUpperCase();
  if ('nth' in value && typeof value.nth === 'number') rule.nth = value.nth;
  if ('times' in value && typeof value.times === 'number') rule.times = value.times;
  if ('probability' in value && typeof value.probability === 'number') rule.probability = value.probability;
  if ('retryAfter' in value && (typeof value.retryAfter === 'number' || value.retryAfter === 'date')) {
    rule.retryAfter = value.retryAfter;
  }
  return rule;
}
