import type { Priority, Shares } from './callWindow.ts';
import type { StatedQuota } from './readQuota.ts';

/** How long something has to wait. */
export interface Wait {
  /** At least so long; 0 = not for a time. */
  ms: number;
  /** Until a call that is under way is answered, whenever that is. */
  forAnswer: boolean;
}

export const noWait: Wait = { ms: 0, forAnswer: false };
export const waitForAnswer: Wait = { ms: 0, forAnswer: true };

/** When something was, and as which of all things that happened: two may share a time. */
export interface Moment {
  ms: number;
  order: number;
}

/** One limit as the vendor last told of it. */
export interface ToldQuota {
  begun(now: Moment): void;
  /** @param begun when the call was sent that this is the answer to. */
  told(quota: StatedQuota, begun: Moment, now: Moment): void;
  /**
   * A call ended of whose effect on the limit nothing was heard.
   * @param answered there was an answer, which just did not mention the limit.
   */
  silent(now: Moment, answered: boolean): void;
  wait(priority: Priority, nowMs: number, underWay: number, shares: Shares): Wait;
  /** How much is left, 0..1; null when nobody knows. */
  left(nowMs: number): number | null;
}

/** Where a limit is used up and nobody says until when. */
const unstatedResetMs = 10_000;
/** After so many answers in a row about a new window that don't mention the limit, there is none any more. */
const mostUnmentioned = 3;
/** Part of a limit that live changes may use before an answer tells how a new window began. */
const unseenPart = 0.1;

/**
 * Answers overtake each other, so the newest to arrive is not the newest to be true. An answer to a call that was sent
 * after the last word came is newer for sure; of two that were under way together the lower figure counts, which includes
 * both. Calls not yet answered are taken off. So what is thought to be left is never more than what is.
 */
export function createToldQuota(): ToldQuota {
  let limit = 0;
  let remaining = Number.POSITIVE_INFINITY;
  /** When the figure was taken over. */
  let heard = -1;
  /** Until here the figure holds; until `surelyAt` it may. */
  let resetAt = 0;
  let surelyAt = 0;
  /** Calls ended without a word, and when the last did. */
  let unheard = 0;
  let unheardAt = -1;
  /** Calls sent since the figure may have been renewed. */
  let unseen = 0;
  let unmentioned = 0;

  return {
    begun: ({ ms }) => {
      if (ms >= resetAt) unseen += 1;
    },
    told: (quota, begun, now) => {
      if (quota.remaining === null) return;
      limit = quota.limit ?? Math.max(limit, quota.remaining);
      unmentioned = 0;
      const newer = begun.order > heard;
      if (begun.order > unheardAt) unheard = 0;
      if (newer || quota.remaining < remaining) {
        remaining = quota.remaining;
        resetAt = now.ms + (quota.resetMs ?? quota.windowMs ?? unstatedResetMs);
        // However coarsely the time is told, a window ends within its own length.
        surelyAt = Math.min(resetAt + quota.blurMs, now.ms + (quota.windowMs ?? Number.POSITIVE_INFINITY));
        resetAt = Math.min(resetAt, surelyAt);
        unseen = 0;
        heard = now.order;
      }
    },
    silent: ({ ms, order }, answered) => {
      unheard += 1;
      unheardAt = order;
      unseen = 0;
      if (answered && ms >= surelyAt) unmentioned += 1;
      if (unmentioned >= mostUnmentioned) remaining = Number.POSITIVE_INFINITY;
    },
    wait: (priority, nowMs, underWay, shares) => {
      if (remaining === Number.POSITIVE_INFINITY) return noWait;
      if (nowMs >= surelyAt) {
        // A new window may have begun with less than all, so few calls go ahead and tell.
        const few = priority === 'live' ? Math.max(1, Math.floor(limit * unseenPart)) : 1;
        return underWay === 0 || (unseen < few && underWay < limit) ? noWait : waitForAnswer;
      }
      const mine = Math.min(remaining, Math.max(1, Math.floor(remaining * shares.process))) - unheard;
      if (nowMs >= resetAt) {
        // Whichever of the two windows it is, one call still fits.
        if (mine - underWay > 0 && (unseen === 0 || underWay === 0)) return noWait;
        return { ms: surelyAt - nowMs, forAnswer: false };
      }
      const kept = priority === 'live' ? 0 : limit - Math.max(1, Math.floor(limit * shares.batch));
      if (mine - underWay > kept) return noWait;
      // What is under way may be in the figure already; its answer will tell.
      if (mine > kept && underWay > 0) return waitForAnswer;
      return { ms: (mine <= 0 ? surelyAt : resetAt) - nowMs, forAnswer: false };
    },
    left: (nowMs) =>
      limit === 0 || nowMs >= surelyAt || remaining === Number.POSITIVE_INFINITY
        ? null
        : Math.max(0, remaining - unheard) / limit,
  };
}
