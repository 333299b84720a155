import { type CallWindow, createCallWindow, type Priority, type Shares } from './callWindow.ts';
import {
  createToldQuota,
  type Moment,
  noWait,
  type ToldQuota,
  type Wait,
  waitForAnswer,
} from './toldQuota.ts';
import { createTurns, type Heard, type Turn, type Turns, type TurnUsage, type Waiting } from './turns.ts';

/** What a person said of the limit. */
export interface QuotaTerms {
  /** Most calls in that time; null = nobody said. */
  most: number | null;
  perMs: number;
  shares: Shares;
}

export interface TurnRequest extends Waiting {
  terms: QuotaTerms;
}

/** What became of the calls of a connection. */
export interface QuotaUsage extends TurnUsage {
  calls: Record<Priority, number>;
  /** Answers that said: too many. */
  exceeded: number;
  /** What is left of the tightest limit, 0..1; null when no limit is known. */
  left: number | null;
}

export interface Governor {
  /** @throws TurnRefused, or the signal's reason. */
  enter(request: TurnRequest): Promise<Turn>;
  usage(): QuotaUsage;
  /** Nobody calls or waits. */
  isIdle(): boolean;
}

/** While nothing is known of an API its first call goes alone, but holds nobody up for longer than this. */
const firstCallMs = 2000;
/** More limits than that are not one API's. */
const mostLimits = 8;

/** Lets the calls of one connection go when its limits allow. @param clock milliseconds that never go back. */
export function createGovernor(clock: () => number = () => performance.now()): Governor {
  let terms: QuotaTerms = { most: null, perMs: 1000, shares: { process: 1, batch: 1 } };
  let own: CallWindow | null = null;
  const policies = new Map<string, CallWindow>();
  const told = new Map<string, ToldQuota>();
  let order = 0;
  let underWay = 0;
  let answered = false;
  let firstCallUntil = 0;
  let heldUntil = 0;
  /** After a refusal one call at a time finds out whether it is over. */
  let careful = false;
  let exceeded = 0;
  const calls = { live: 0, batch: 0 };

  const moment = (): Moment => {
    order += 1;
    return { ms: clock(), order };
  };
  const windows = () => [...(own === null ? [] : [own]), ...policies.values()];

  const waitOf = (priority: Priority): Wait => {
    const now = clock();
    const waits: Wait[] = windows().map((window) => ({
      ms: window.waitMs(priority, now, terms.shares),
      forAnswer: false,
    }));
    for (const quota of told.values()) waits.push(quota.wait(priority, now, underWay, terms.shares));
    if (now < heldUntil) waits.push({ ms: heldUntil - now, forAnswer: false });
    if (careful && underWay > 0) waits.push(waitForAnswer);
    if (!answered && underWay > 0 && now < firstCallUntil)
      waits.push({ ms: firstCallUntil - now, forAnswer: false });
    return waits.reduce(
      (all, wait) => ({ ms: Math.max(all.ms, wait.ms), forAnswer: all.forAnswer || wait.forAnswer }),
      noWait,
    );
  };

  const configure = (wanted: QuotaTerms) => {
    terms = wanted;
    const { most, perMs } = wanted;
    if (most === (own?.most ?? null) && (own === null || own.perMs === perMs)) return;
    own = most === null ? null : createCallWindow(most, perMs);
  };

  const hear = ({ stated, holdMs }: Heard, begun: Moment, now: Moment) => {
    answered = true;
    if (holdMs !== null) {
      exceeded += 1;
      heldUntil = Math.max(heldUntil, now.ms + holdMs);
      careful = true;
    } else if (begun.ms >= heldUntil) careful = false;
    const missing = new Set(told.keys());
    for (const quota of stated) {
      const known = told.get(quota.name) ?? createToldQuota();
      known.told(quota, begun, now);
      keep(told, quota.name, known);
      missing.delete(quota.name);
      const { limit, windowMs } = quota;
      if (limit === null || windowMs === null) continue;
      const window = policies.get(quota.name);
      if (window?.most !== limit || window.perMs !== windowMs)
        keep(policies, quota.name, createCallWindow(limit, windowMs));
    }
    for (const name of missing) told.get(name)?.silent(now, true);
  };

  const begin = (priority: Priority): Turn => {
    const counted = windows();
    const begun = moment();
    if (underWay === 0 && !answered) firstCallUntil = begun.ms + firstCallMs;
    for (const window of counted) window.begin(priority);
    for (const quota of told.values()) quota.begun(begun);
    underWay += 1;
    calls[priority] += 1;
    return {
      end: (heard) => {
        const now = moment();
        underWay -= 1;
        for (const window of counted) window.end(priority, now.ms, heard !== 'unsent');
        if (heard === null) for (const quota of told.values()) quota.silent(now, false);
        else if (heard !== 'unsent') hear(heard, begun, now);
        turns.serve();
      },
    };
  };

  const turns: Turns = createTurns({ clock, waitOf, begin });

  return {
    enter: (request) => {
      configure(request.terms);
      return turns.enter(request);
    },
    usage: () => {
      const now = clock();
      const known = [...told.values()].flatMap((quota) => quota.left(now) ?? []);
      const left = [...known, ...windows().map((window) => 1 - window.used(now))];
      return {
        calls: { ...calls },
        ...turns.usage(),
        exceeded,
        left: left.length === 0 ? null : Math.min(...left),
      };
    },
    isIdle: () => underWay === 0 && turns.waiting() === 0,
  };
}

/** The oldest name goes when there are too many: one that is made up for each answer must not fill the memory. */
function keep<T>(map: Map<string, T>, name: string, value: T): void {
  map.delete(name);
  map.set(name, value);
  const [oldest] = map.keys();
  if (map.size > mostLimits && oldest !== undefined) map.delete(oldest);
}
