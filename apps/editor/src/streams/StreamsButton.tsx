import { Suspense, useState } from 'react';
import { joinClasses } from '../parts/classes.ts';
import { lazyPart } from '../parts/lazyPart.ts';
import { Status } from '../parts/Status.tsx';
import { useStreams } from './streamQueries.ts';
import { worstOf } from './streamWords.ts';

const StreamsPanel = lazyPart(() => import('./StreamsPanel.tsx'));

/** How the sources of a published flow stand, in two words; a press opens all of it. */
export function StreamsButton({ flowId, className }: { flowId: string; className?: string }) {
  const streams = useStreams(flowId);
  const [open, setOpen] = useState(false);
  const worst = worstOf(streams.data ?? []);
  if (worst === null) return null;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`${worst.short}. Sources of this flow: ${worst.words}`}
        title={worst.words}
        onClick={() => setOpen(true)}
        className={joinClasses(
          'inline-flex h-(--control-sm) min-w-8 items-center overflow-hidden rounded-sm px-1.5 text-xs hover:bg-hover',
          className,
        )}
      >
        <Status kind={worst.kind}>{worst.short}</Status>
      </button>
      {open && (
        <Suspense fallback={null}>
          <StreamsPanel flowId={flowId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
