import type { runStatsSchema } from '@syncline/model';
import type * as z from 'zod';
import { Card } from '../../parts/Card.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { formatMoment, formatShortCount } from '../../parts/format.ts';
import { Sparkbars } from '../../parts/Sparkbars.tsx';

type RunStatsStripProps = { stats: z.infer<typeof runStatsSchema>; hours: number };

/** What the last hours came to, over the list: three figures and their course. */
export function RunStatsStrip({ stats, hours }: RunStatsStripProps) {
  const moments = stats.buckets.map((bucket) => bucket.at);
  const axis = [
    moments[0],
    moments[Math.floor(moments.length / 3)],
    moments[Math.floor((moments.length * 2) / 3)],
  ].flatMap((at) => (at ? [formatMoment(at)] : []));
  return (
    <Card className="mb-2 px-4.5 py-4">
      <div className="flex flex-wrap items-center gap-x-7 gap-y-4">
        <Figure value={stats.runs} words={stats.runs === 1 ? 'run' : 'runs'} />
        <Figure value={stats.read} words="records read" />
        <Figure value={stats.failed} words="failed records" failed={stats.failed > 0} />
        <div className="min-w-60 flex-1">
          <Sparkbars
            label={`Records over the last ${hours} hours`}
            bars={stats.buckets.map((bucket) => ({
              label: formatMoment(bucket.at),
              count: bucket.records,
              failed: bucket.failed,
            }))}
            axis={[...axis, 'Now']}
          />
        </div>
      </div>
    </Card>
  );
}

function Figure({ value, words, failed }: { value: number; words: string; failed?: boolean }) {
  return (
    <p>
      <span
        className={joinClasses(
          'block text-lg font-semibold tracking-[-.02em] tabular-nums',
          failed && 'text-failed',
        )}
      >
        {formatShortCount(value)}
      </span>
      <span className="text-xs text-ink-3">{words}</span>
    </p>
  );
}
