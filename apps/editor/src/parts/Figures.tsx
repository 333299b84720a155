import { useEffect, useState } from 'react';
import { joinClasses } from './classes.ts';
import {
  formatClock,
  formatCount,
  formatDuration,
  formatFullMoment,
  formatMoment,
  formatRelative,
} from './format.ts';

type CountProps = {
  value: number | null | undefined;
  /** Zero is grey; anything above it is red. */
  failed?: boolean;
};

/** A number in a table: tabular, zero and unknown in grey. */
export function Count({ value, failed }: CountProps) {
  const look = !value ? 'text-ink-3' : failed ? 'font-semibold text-failed' : undefined;
  return <span className={joinClasses('tabular-nums', look)}>{formatCount(value)}</span>;
}

type DurationProps = { milliseconds: number | null | undefined; clock?: boolean };

/** How long, in words ("48.2 s") or, for a column, as a clock ("00:48"). */
export function Duration({ milliseconds, clock }: DurationProps) {
  if (milliseconds === null || milliseconds === undefined) return <span className="text-ink-3">—</span>;
  return (
    <time dateTime={`PT${(milliseconds / 1000).toFixed(3)}S`} className="tabular-nums">
      {clock ? formatClock(milliseconds) : formatDuration(milliseconds)}
    </time>
  );
}

/** A moment as "21 Nov, 02:00", in full on hover. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatFullMoment(at)} className="tabular-nums">
      {formatMoment(at)}
    </time>
  );
}

/** How long ago or from now. Counts on by itself: every second for a minute, then every half minute. */
export function RelativeTime({ at, now: fixedNow }: { at: string; now?: number }) {
  const [now, setNow] = useState(() => fixedNow ?? Date.now());
  const recent = Math.abs(new Date(at).getTime() - now) < 60_000;
  useEffect(() => {
    if (fixedNow !== undefined) return;
    const timer = setInterval(() => setNow(Date.now()), recent ? 1000 : 30_000);
    return () => clearInterval(timer);
  }, [fixedNow, recent]);
  return (
    <time dateTime={at} title={formatFullMoment(at)}>
      {formatRelative(at, fixedNow ?? now)}
    </time>
  );
}
