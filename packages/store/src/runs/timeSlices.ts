import type { TimelineSpan } from '@syncline/model';

export interface SlicedSpan extends TimelineSpan {
  slice: number;
}

const smallestMs = 250;
const slicesPerDoubling = 64;

/**
 * Number of the slice of time a moment of the run falls into. Slices get longer as the run gets older, so that an hour's
 * timeline has a few hundred of them and a day's not many more.
 *
 * @example sliceOf(0) === sliceOf(200) // true
 */
export function sliceOf(fromMs: number): number {
  const at = Math.max(0, Math.floor(fromMs));
  const doublings = Math.max(0, Math.floor(Math.log2(at / (smallestMs * slicesPerDoubling) + 1)));
  const width = smallestMs * 2 ** doublings;
  return doublings * 1_000_000 + Math.floor(at / width);
}

/** One span per node, kind and slice: what lies in the same slice is drawn as one bar. */
export function sliceSpans(spans: readonly TimelineSpan[]): SlicedSpan[] {
  const sliced = new Map<string, SlicedSpan>();
  for (const span of spans) {
    const slice = sliceOf(span.fromMs);
    const name = `${span.node} ${span.kind} ${slice}`;
    const same = sliced.get(name);
    if (same === undefined) {
      sliced.set(name, { ...span, fromMs: Math.round(span.fromMs), toMs: Math.round(span.toMs), slice });
      continue;
    }
    same.fromMs = Math.min(same.fromMs, Math.round(span.fromMs));
    same.toMs = Math.max(same.toMs, Math.round(span.toMs));
  }
  return [...sliced.values()];
}

const mostBars = 200;

/** Bars as they are drawn: touching ones of a node and kind joined, at most 200 per node. */
export function joinSpans(spans: readonly TimelineSpan[]): TimelineSpan[] {
  const rows = new Map<string, TimelineSpan[]>();
  for (const span of spans) {
    const name = `${span.node} ${span.kind}`;
    rows.set(name, [...(rows.get(name) ?? []), span]);
  }
  return [...rows.values()].flatMap((row) => {
    const ordered = row.sort((one, other) => one.fromMs - other.fromMs);
    let gap = smallestMs / 5;
    let joined = joinWithin(ordered, gap);
    while (joined.length > mostBars) {
      gap *= 2;
      joined = joinWithin(ordered, gap);
    }
    return joined;
  });
}

function joinWithin(ordered: readonly TimelineSpan[], gap: number): TimelineSpan[] {
  const joined: TimelineSpan[] = [];
  for (const span of ordered) {
    const last = joined.at(-1);
    if (last !== undefined && span.fromMs - last.toMs <= gap) last.toMs = Math.max(last.toMs, span.toMs);
    else joined.push({ ...span });
  }
  return joined;
}
