import { streamRoutes } from 'virtual:contract';
import type { Flow } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client.ts';
import { Button } from '../parts/Button.tsx';
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx';
import { asSentence, formatCount } from '../parts/format.ts';
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

/** A destination that archives loses nothing but a mark: the words say which it is, as the message of the stop does. */
function verbOf({ pauseMessage }: Pick<Flow, 'pauseMessage'>) {
  return /would be archived/.test(pauseMessage ?? '')
    ? { act: 'archive', doing: 'archiving', acts: 'archives', done: 'archived' }
    : { act: 'delete', doing: 'deleting', acts: 'deletes', done: 'deleted' };
}
type Verb = ReturnType<typeof verbOf>;

/** What was done, word for word as the buttons promised. */
function decidedWords(decision: 'approve' | 'reject', foundNone: boolean, verb: Verb) {
  if (decision === 'approve')
    return {
      title: `The flow goes on and ${verb.acts} them`,
      detail: 'Pause it to stop it before the rest.',
    };
  return foundNone
    ? { title: 'Ended that run', detail: `Nothing is ${verb.done}. The next check looks again.` }
    : {
        title: 'They stay where they are',
        detail: `The flow goes on without ${verb.doing} them. What is deleted at the source from now on counts anew.`,
      };
}

const goesWords = (guard: Flow['guard'], what: string, { done }: Verb): string =>
  guard === null || guard.count === 0
    ? what
    : `${formatCount(guard.count)} of ${formatCount(guard.known)} records at the destination, ${done}. There is no undo`;

const staysWords = ({ act }: Verb): string =>
  act === 'archive' ? 'Every field of those records but the mark' : 'Everything else at the destination';

/** Across the top of a flow that stopped before it deleted a large part of the records: let it, or leave them. */
export function GuardBanner({ flow }: GuardBannerProps) {
  const queries = useQueryClient();
  const foundNone = foundNothing(flow);
  const verb = verbOf(flow);
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'reject') =>
      call(streamRoutes.decideGuard, { params: { id: flow.id }, body: { decision } }),
    onSuccess: (next, decision) => {
      setAsking(false);
      queries.setQueryData(['flow', flow.id], next);
      for (const key of ['flows', 'flow-state', 'streams', 'runs', 'run'])
        void queries.invalidateQueries({ queryKey: [key] });
      showToast({
        ...decidedWords(decision, foundNone, verb),
        ...(decision === 'reject' && !foundNone
          ? { action: { label: 'See them', run: () => navigate('/failures?tab=gone') } }
          : {}),
      });
    },
    onError: (error) => showToast({ kind: 'failed', title: 'It was not decided', detail: error.message }),
  });
  if (flow.state !== 'paused' || flow.pauseReason !== 'guard') return null;
  const what = flow.pauseMessage ?? `A run was about to ${verb.act} a large part of the records`;
  return (
    <section
      aria-label={`Stopped before ${verb.doing}`}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warning-soft px-4 py-2"
    >
      <Icon of={statusGlyphs.warning} className="text-warning" />
      <p className="min-w-0 flex-1 basis-64">
        <b className="font-semibold">Stopped before {verb.doing}.</b>{' '}
        <span className="wrap-anywhere">{asSentence(what)}</span> <GuardSample guard={flow.guard} />{' '}
        <span className="text-ink-2">
          Look whether the source answers in full. Changes that come are kept.{' '}
          {foundNone
            ? `Ending the run ${verb.acts} nothing.`
            : 'Those you leave stay at the destination and are listed as gone at the source.'}
        </span>
      </p>
      <TextLink
        small
        href={
          flow.guard
            ? `/runs/${encodeURIComponent(flow.guard.runId)}`
            : `/runs?flow=${encodeURIComponent(flow.id)}&status=paused`
        }
      >
        Open the run
      </TextLink>
      <Button kind="danger" onClick={() => setAsking(true)}>
        Let it {verb.act}
      </Button>
      <Button
        busy={decide.isPending && decide.variables === 'reject' ? 'Going on' : undefined}
        onClick={() => decide.mutate('reject')}
      >
        {foundNone ? `Do not ${verb.act}, end that run` : 'Leave them, go on'}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Let the flow ${verb.act} them?`}
        goes={[goesWords(flow.guard, what, verb), 'Others that came to be deleted together with them']}
        stays={['All that the source still has', staysWords(verb)]}
        confirmLabel={`Let it ${verb.act}`}
        cancelLabel="Not now"
        onConfirm={() => decide.mutate('approve')}
        busy={decide.isPending && decide.variables === 'approve' ? 'Going on' : undefined}
      />
    </section>
  );
}
