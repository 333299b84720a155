import type { Stream } from '@syncline/model';
import { CalendarClock, ListChecks, RefreshCw, Zap } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Status, statusGlyphs } from '../parts/Status.tsx';
import { Tile } from '../parts/Tile.tsx';
import { BackfillBar } from './BackfillBar.tsx';
import { CursorForm } from './CursorForm.tsx';
import { LoadForm } from './LoadForm.tsx';
import { StreamFacts } from './StreamFacts.tsx';
import { useStreamActions } from './streamQueries.ts';
import { streamWords } from './streamWords.ts';

const tiles = {
  sync: { category: 'trigger', icon: RefreshCw },
  trigger: { category: 'trigger', icon: Zap },
  schedule: { category: 'schedule', icon: CalendarClock },
} as const;

/** One source: its line, its problem with the remedy, its figures, and what can be done with it. */
export function StreamCard({ flowId, stream }: { flowId: string; stream: Stream }) {
  const actions = useStreamActions(flowId, stream.node);
  const [form, setForm] = useState<'load' | 'cursor' | null>(null);
  const { kind, words } = streamWords(stream);
  const loading = stream.backfill?.state === 'running' || stream.backfill?.state === 'paused';
  const asks = stream.role !== 'trigger';
  const close = () => setForm(null);
  return (
    <section aria-label={stream.title} className="rounded-lg border border-line">
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line bg-sunken px-3 py-2">
        <Tile {...tiles[stream.role]} size="sm" />
        <h3>{stream.title}</h3>
        <Status kind={kind} className="text-xs whitespace-normal!">
          {words}
        </Status>
      </header>
      {stream.problem && (
        <p role="alert" className="flex items-start gap-2 border-b border-line bg-failed-soft px-3 py-2">
          <Icon of={statusGlyphs.failed} className="mt-0.5 text-failed" />
          <span className="min-w-0 wrap-anywhere">
            {stream.problem.whatToDo}{' '}
            <span className="text-xs text-ink-2">
              {stream.problem.message} <span className="font-mono">{stream.problem.code}</span>
            </span>
          </span>
        </p>
      )}
      <div className="flex flex-col gap-3 px-3 py-2.5">
        {stream.backfill && loading && (
          <BackfillBar
            backfill={stream.backfill}
            onSteer={actions.steer.mutate}
            busy={actions.steer.isPending}
          />
        )}
        <StreamFacts stream={stream} />
        {form === 'load' && (
          <LoadForm
            busy={actions.steer.isPending}
            onLoad={(keys) =>
              actions.steer.mutate({ action: 'start', ...(keys ? { keys } : {}) }, { onSuccess: close })
            }
            onClose={close}
          />
        )}
        {form === 'cursor' && (
          <CursorForm
            cursor={stream.cursor}
            busy={actions.setCursor.isPending}
            onSave={(value) =>
              actions.setCursor.mutate({ value, before: stream.cursor?.value ?? null }, { onSuccess: close })
            }
            onClose={close}
          />
        )}
        {form === null && asks && (
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              icon={ListChecks}
              busy={actions.sweep.isPending ? 'Starting the check' : undefined}
              onClick={() => actions.sweep.mutate()}
            >
              Check now
            </Button>
            {!loading && (
              <Button size="sm" kind="ghost" onClick={() => setForm('load')}>
                Load what exists
              </Button>
            )}
            {stream.cursor && (
              <Button size="sm" kind="ghost" onClick={() => setForm('cursor')}>
                Change the cursor
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
