import type { DueSlot, SlotDecision } from '../ports.ts';
import { nextSlot } from './slots.ts';

export interface DueDecisions {
  /** Oldest first. */
  decisions: SlotDecision[];
  /** The schedule's next slot; null = it never fires again. */
  next: Date | null;
}

const windowMs = 24 * 60 * 60 * 1000;
/** A slot younger than this is on time: the tick comes every second, a restart takes some. */
const onTimeMs = 60_000;
const mostRuns = 100;
const mostMissed = 100;
const mostListed = 500;

/**
 * What becomes of the slots that are due: after a stop of hours there are many. `latest` runs the newest (its cursor covers
 * the rest), `all` runs up to 100, `none` only one that is on time. Whatever is older than a day, or left over, is shown
 * as missed, at most the newest hundred.
 */
export function dueDecisions(due: DueSlot, now: Date): DueDecisions {
  const { slots, next } = listSlots(due, now);
  const runs = pickRuns(due.catchup, slots, now);
  const firstKept = slots.length - mostMissed - runs.size;
  const decisions = slots
    .map((slot): SlotDecision => ({ slot, as: runs.has(slot) ? 'run' : 'missed' }))
    .filter(({ as }, index) => as === 'run' || index >= firstKept);
  return { decisions, next };
}

function listSlots(due: DueSlot, now: Date): { slots: Date[]; next: Date | null } {
  let slots: Date[] = [];
  let next: Date | null = due.slot;
  while (next !== null && next <= now) {
    slots.push(next);
    next = nextSlot(due.cron, due.timezone, next);
    if (slots.length > mostListed && next !== null && now.getTime() - next.getTime() > windowMs) {
      // A dense schedule after a long stop: nothing before the window matters any more.
      slots = [];
      next = nextSlot(due.cron, due.timezone, new Date(now.getTime() - windowMs - 1));
    }
  }
  return { slots, next };
}

function pickRuns(catchup: DueSlot['catchup'], slots: Date[], now: Date): Set<Date> {
  const youngerThan = (age: number) => slots.filter((slot) => now.getTime() - slot.getTime() <= age);
  switch (catchup) {
    case 'latest':
      return new Set(youngerThan(windowMs).slice(-1));
    case 'all':
      return new Set(youngerThan(windowMs).slice(-mostRuns));
    case 'none':
      return new Set(youngerThan(onTimeMs).slice(-1));
  }
}
