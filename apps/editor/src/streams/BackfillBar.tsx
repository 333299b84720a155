import type { Stream } from '@syncline/model';
import { Button } from '../parts/Button.tsx';
import { formatCount, formatShare } from '../parts/format.ts';
import { ProgressLine } from '../parts/ProgressLine.tsx';
import { TextLink } from '../parts/TextLink.tsx';
import type { Steering } from './streamQueries.ts';

type BackfillBarProps = {
  backfill: NonNullable<Stream['backfill']>;
  onSteer: (steering: Steering) => void;
  busy: boolean;
};

/** How far the loading of what exists is, and the ways to hold it. Changes never wait for it. */
export function BackfillBar({ backfill, onSteer, busy }: BackfillBarProps) {
  const paused = backfill.state === 'paused';
  const words =
    backfill.progress === null
      ? `${formatCount(backfill.read)} records read`
      : `${formatShare(backfill.progress)}, ${formatCount(backfill.read)} records read`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="min-w-60 flex-1">
        <p className="flex items-baseline justify-between gap-3 pb-1 text-xs text-ink-2">
          <span>
            {paused ? 'Loading paused' : 'Loading what exists'}: {words}
          </span>
          <TextLink inline small href={`/runs/${backfill.runId}`}>
            Run {backfill.runId}
          </TextLink>
        </p>
        <ProgressLine
          look="meter"
          kind={paused ? 'plain' : 'running'}
          label={`Loading what exists, ${words}`}
          value={backfill.progress ?? 0}
          max={1}
        />
      </div>
      <Button
        size="sm"
        busy={busy ? 'Working' : undefined}
        onClick={() => onSteer({ action: paused ? 'resume' : 'pause' })}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <Button size="sm" kind="ghost" disabled={busy} onClick={() => onSteer({ action: 'stop' })}>
        Stop loading
      </Button>
    </div>
  );
}
