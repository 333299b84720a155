import { streamRoutes } from 'virtual:contract';
import type { Flow } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { Button } from '../parts/Button.tsx';
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx';
import { formatCount } from '../parts/format.ts';
import { Icon } from '../parts/Icon.tsx';
import { statusGlyphs } from '../parts/Status.tsx';
import { TextLink } from '../parts/TextLink.tsx';
import { showToast } from '../parts/toast.ts';

type GuardBannerProps = { flow: Pick<Flow, 'id' | 'state' | 'pauseReason' | 'pauseMessage' | 'guard'> };

/** A few of the records, so that a person knows whether it is right that they are gone. */
function GuardSample({ guard }: Pick<Flow, 'guard'>) {
  if (guard === null || guard.keys.length === 0) return null;
  const more = guard.count - Math.min(guard.keys.length, shownKeys);
  return (
    <span className="text-ink-2">
      Such as{' '}
      {guard.keys.slice(0, shownKeys).map((key, at) => (
        <span key={key}>
          {at > 0 && ', '}
          <TextLink inline className="font-mono wrap-anywhere" href={`/records?q=${encodeURIComponent(key)}`}>
            {key}
          </TextLink>
        </span>
      ))}
      {more > 0 && ` and ${formatCount(more)} more`}.
    </span>
  );
}

const shownKeys = 3;

/** A run that found nothing at all names no records: whether any is gone nobody knows, so a no only ends it. */
const foundNothing = ({ guard }: Pick<Flow, 'guard'>) => guard !== null && guard.keys.length === 0;

/** What was done, word for word as the buttons promised. */
function decidedWords(decision: 'approve' | 'reject', foundNone: boolean) {
  if (decision === 'approve')
    return { title: 'The flow goes on and deletes them', detail: 'Pause it to stop it before the rest.' };
  return foundNone
    ? { title: 'Ended that run', detail: 'Nothing is deleted. The next check looks again.' }
    : {
        title: 'They stay where they are',
        detail:
          'The flow goes on without deleting them. What is deleted at the source from now on counts anew.',
      };
}

/** Across the top of a flow that stopped before it deleted a large part of the records: let it, or leave them. */
export function GuardBanner({ flow }: GuardBannerProps) {
  const queries = useQueryClient();
  const foundNone = foundNothing(flow);
  const [asking, setAsking] = useState(false);
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'reject') =>
      call(streamRoutes.decideGuard, { params: { id: flow.id }, body: { decision } }),
    onSuccess: (next, decision) => {
      setAsking(false);
      queries.setQueryData(['flow', flow.id], next);
      for (const key of ['flows', 'streams', 'runs']) void queries.invalidateQueries({ queryKey: [key] });
      showToast(decidedWords(decision, foundNone));
    },
    onError: (error) => showToast({ kind: 'failed', title: 'It was not decided', detail: error.message }),
  });
  if (flow.state !== 'paused' || flow.pauseReason !== 'guard') return null;
  const what = flow.pauseMessage ?? 'A run was about to delete a large part of the records';
  return (
    <section
      aria-label="Stopped before deleting"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warning-soft px-4 py-2"
    >
      <Icon of={statusGlyphs.warning} className="text-warning" />
      <p className="min-w-0 flex-1 basis-64">
        <b className="font-semibold">Stopped before deleting.</b>{' '}
        <span className="wrap-anywhere">{what}.</span> <GuardSample guard={flow.guard} />{' '}
        <span className="text-ink-2">
          Look whether the source answers in full. Changes that come are kept.{' '}
          {foundNone
            ? 'Ending the run deletes nothing and marks nothing.'
            : 'Those you leave stay at the destination and are listed as gone at the source.'}
        </span>
      </p>
      <TextLink small href={`/runs?flow=${encodeURIComponent(flow.id)}&status=paused`}>
        Open the run
      </TextLink>
      <Button kind="danger" onClick={() => setAsking(true)}>
        Let it delete
      </Button>
      <Button
        busy={decide.isPending && decide.variables === 'reject' ? 'Going on' : undefined}
        onClick={() => decide.mutate('reject')}
      >
        {foundNone ? 'Do not delete, end that run' : 'Leave them, go on'}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Let the flow delete them?"
        goes={[what, 'Others that came to be deleted together with them']}
        stays={['The records at the source', 'Everything else at the destination']}
        confirmLabel="Let it delete"
        cancelLabel="Not now"
        onConfirm={() => decide.mutate('approve')}
        busy={decide.isPending && decide.variables === 'approve' ? 'Going on' : undefined}
      />
    </section>
  );
}
