import type { TimelineSpan } from '@syncline/model';

/** Collects what each step was doing when, as bars of the run's timeline. Offsets in ms from the run's start. */
export interface Timeline {
  add(node: string, kind: TimelineSpan['kind'], fromMs: number, toMs: number): void;
  /** Bars worth storing now. Short gaps are closed, and a long run gives them more rarely, so their number stays small. */
  take(nowMs: number): TimelineSpan[];
  /** Everything that is left, at the end. */
  takeAll(): TimelineSpan[];
}

const shortestMs = 1_000;

/** @example timeline.add('clean', 'work', 0, 40) */
export function createTimeline(): Timeline {
  let open = new Map<string, TimelineSpan>();
  let done: TimelineSpan[] = [];
  let given = Number.NEGATIVE_INFINITY;
  // A gap that can't be seen at the width of the whole bar is no gap.
  const grain = (atMs: number) => Math.max(shortestMs, atMs * 0.02);

  const takeAll = () => {
    const spans = [...done, ...open.values()];
    open = new Map();
    done = [];
    return spans.map((span) => ({ ...span, fromMs: Math.round(span.fromMs), toMs: Math.round(span.toMs) }));
  };

  return {
    add: (node, kind, fromMs, toMs) => {
      const key = `${kind} ${node}`;
      const last = open.get(key);
      if (last !== undefined && fromMs - last.toMs <= grain(toMs)) {
        last.fromMs = Math.min(last.fromMs, fromMs);
        last.toMs = Math.max(last.toMs, toMs);
        return;
      }
      if (last !== undefined) done.push(last);
      open.set(key, { node, kind, fromMs, toMs });
    },
    take: (nowMs) => {
      if (nowMs - given < grain(nowMs)) return [];
      given = nowMs;
      return takeAll();
    },
    takeAll,
  };
}
