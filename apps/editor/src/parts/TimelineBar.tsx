import { joinClasses } from './classes.ts';
import { formatDuration } from './format.ts';

export const timelineKinds = ['working', 'waiting', 'retrying', 'held'] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** Solid, outline, diagonal, upright stripes: told apart without colour. */
const looks: Record<TimelineKind, { fill: string; word: string }> = {
  working: { fill: 'bar-working', word: 'Working' },
  waiting: { fill: 'bar-waiting', word: 'Waiting' },
  retrying: { fill: 'bar-retrying', word: 'Retrying' },
  held: { fill: 'bar-held', word: 'Held by API limit' },
};

export type TimelineSegment = {
  kind: TimelineKind;
  /** Milliseconds since the start of the run. */
  from: number;
  to: number;
};

type TimelineBarProps = {
  /** The step. */
  label: string;
  segments: readonly TimelineSegment[];
  /** Length of the whole lane in milliseconds. */
  total: number;
};

/** One lane of a run's timeline. */
export function TimelineBar({ label, segments, total }: TimelineBarProps) {
  return (
    <div role="img" aria-label={`${label}: ${describe(segments)}`} className="relative h-6 w-full">
      {segments.map((segment) => (
        <span
          key={`${segment.kind}-${segment.from}`}
          title={`${looks[segment.kind].word} ${formatDuration(segment.to - segment.from)}`}
          className={joinClasses('absolute top-1.5 h-3 min-w-0.5 rounded-[2px]', looks[segment.kind].fill)}
          style={{
            left: `${share(segment.from, total)}%`,
            width: `${share(segment.to - segment.from, total)}%`,
          }}
        />
      ))}
    </div>
  );
}

/** The same in 5 px, for a table cell: shares only, without positions. */
export function TimelineMeter({ label, segments, total }: TimelineBarProps) {
  return (
    <div
      role="img"
      aria-label={`${label}: ${describe(segments)}`}
      className="flex h-1.5 w-21 overflow-hidden rounded-full bg-pressed"
    >
      {segments.map((segment) => (
        <span
          key={`${segment.kind}-${segment.from}`}
          className={meterFills[segment.kind]}
          style={{ width: `${share(segment.to - segment.from, total)}%` }}
        />
      ))}
    </div>
  );
}

// Stripes do not read at 5 px. The legend beside the table and the label carry the meaning there.
const meterFills: Record<TimelineKind, string> = {
  working: 'bg-running-mark',
  waiting: 'bg-line-strong',
  retrying: 'bg-warning-mark',
  held: 'bg-waiting-mark',
};

/** What the four looks mean, with their totals when given. */
export function TimelineLegend({ totals }: { totals?: Partial<Record<TimelineKind, number>> }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {timelineKinds
        .filter((kind) => !totals || totals[kind])
        .map((kind) => (
          <li key={kind} className="inline-flex items-center gap-1.5 whitespace-nowrap">
            <span aria-hidden="true" className={joinClasses('h-2.5 w-3 rounded-[2px]', looks[kind].fill)} />
            {looks[kind].word}
            {totals && ` ${formatDuration(totals[kind] ?? 0)}`}
          </li>
        ))}
    </ul>
  );
}

function share(part: number, total: number): number {
  return total > 0 ? Math.min(100, Math.max(0, (part / total) * 100)) : 0;
}

function describe(segments: readonly TimelineSegment[]): string {
  if (segments.length === 0) return 'not in this run';
  return timelineKinds
    .map((kind) => ({
      kind,
      time: segments.filter((s) => s.kind === kind).reduce((sum, s) => sum + s.to - s.from, 0),
    }))
    .filter(({ time }) => time > 0)
    .map(({ kind, time }) => `${looks[kind].word.toLowerCase()} ${formatDuration(time)}`)
    .join(', ');
}
