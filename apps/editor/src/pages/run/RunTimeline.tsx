import type { RunDetail, TimelineSpan } from '@syncline/model';
import { Card } from '../../parts/Card.tsx';
import { formatDuration } from '../../parts/format.ts';
import { TimelineBar, type TimelineKind, type TimelineSegment } from '../../parts/TimelineBar.tsx';
import { runTook } from '../../runs/runWords.ts';

type RunTimelineProps = { run: RunDetail; titleOf: (node: string) => string };

const kinds: Record<TimelineSpan['kind'], TimelineKind> = {
  work: 'working',
  wait: 'waiting',
  retry: 'retrying',
  limited: 'held',
};
const words: Record<TimelineKind, string> = {
  working: 'Working',
  waiting: 'Waiting',
  retrying: 'Retrying',
  held: 'Held by API limit',
};
const fills: Record<TimelineKind, string> = {
  working: 'bar-working',
  waiting: 'bar-waiting',
  retrying: 'bar-retrying',
  held: 'bar-held',
};

/** One lane per step: working, waiting, retrying, held by a limit. */
export function RunTimeline({ run, titleOf }: RunTimelineProps) {
  const lanes = lanesOf(run.timeline);
  const end = Math.max(1, runTook(run, Date.now()) ?? 1, ...run.timeline.map((span) => span.toMs));
  const sums = new Map<TimelineKind, number>();
  for (const span of run.timeline)
    sums.set(kinds[span.kind], (sums.get(kinds[span.kind]) ?? 0) + span.toMs - span.fromMs);
  return (
    <Card title="Timeline" note={paceOf(lanes, titleOf)}>
      {lanes.length === 0 ? (
        <p className="p-3.5 text-ink-2">The first step shows here as soon as it has worked on a page.</p>
      ) : (
        <>
          <div className="flex flex-col px-3.5 pt-2 pb-1">
            {lanes.map(({ node, segments }) => (
              <div key={node} className="grid grid-cols-[112px_minmax(0,1fr)_64px] items-center gap-3">
                <span className="truncate font-medium">{titleOf(node)}</span>
                <TimelineBar label={titleOf(node)} segments={segments} total={end} />
                <span className="text-right text-ink-2 tabular-nums">{formatDuration(busyOf(segments))}</span>
              </div>
            ))}
            <div className="grid grid-cols-[112px_minmax(0,1fr)_64px] gap-3 text-2xs text-ink-3 tabular-nums">
              <span />
              <span className="flex justify-between">
                {[0, 0.25, 0.5, 0.75, 1].map((share) => (
                  <span key={share} className={share % 0.5 === 0 ? undefined : 'max-wide:hidden'}>
                    {share === 0 ? '0' : formatDuration(end * share)}
                  </span>
                ))}
              </span>
            </div>
          </div>
          <ul className="flex flex-wrap gap-x-4.5 gap-y-1 border-t border-line px-3.5 py-2 text-xs text-ink-2">
            {[...sums].map(([kind, ms]) => (
              <li key={kind} className="inline-flex items-center gap-1.5">
                <span aria-hidden="true" className={`h-2.5 w-3.5 rounded-[2px] ${fills[kind]}`} />
                {words[kind]} {formatDuration(ms)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

interface Lane {
  node: string;
  segments: TimelineSegment[];
}

function lanesOf(spans: readonly TimelineSpan[]): Lane[] {
  const lanes = new Map<string, TimelineSegment[]>();
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const segments = lanes.get(span.node) ?? [];
    segments.push({ kind: kinds[span.kind], from: span.fromMs, to: span.toMs });
    lanes.set(span.node, segments);
  }
  return [...lanes].map(([node, segments]) => ({ node, segments }));
}

const busyOf = (segments: readonly TimelineSegment[]) =>
  segments.reduce((sum, segment) => sum + (segment.kind === 'waiting' ? 0 : segment.to - segment.from), 0);

/** The sentence in the head says who set the pace. */
function paceOf(lanes: readonly Lane[], titleOf: (node: string) => string): string | undefined {
  const slowest = [...lanes].sort((a, b) => busyOf(b.segments) - busyOf(a.segments))[0];
  if (slowest === undefined || lanes.length < 2) return undefined;
  const held = slowest.segments
    .filter((segment) => segment.kind === 'held')
    .reduce((sum, segment) => sum + segment.to - segment.from, 0);
  if (held > 0) return `${titleOf(slowest.node)} was held by the API limit for ${formatDuration(held)}`;
  return `${titleOf(slowest.node)} took longest, ${formatDuration(busyOf(slowest.segments))}`;
}
