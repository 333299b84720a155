import type { DeadLetter } from '@syncline/model';
import type { ReactNode } from 'react';
import { Moment } from '../../parts/Figures.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { type StatusKind, statusGlyphs, statusText } from '../../parts/Status.tsx';
import { TextLink } from '../../parts/TextLink.tsx';

type Event = { key: string; kind: StatusKind; words: ReactNode; at: string | null };

/** What happened to a failed record since it failed, newest first. */
export function LetterHistory({ letter, step }: { letter: DeadLetter; step: string }) {
  const by = letter.closedBy ? ` by ${letter.closedBy}` : '';
  const events: Event[] = [];
  if (letter.state === 'ignored')
    events.push({
      key: 'ignored',
      kind: 'skipped',
      words: `Ignored${by}: ${letter.ignoredReason ?? 'no reason kept'}`,
      at: null,
    });
  if (letter.replayRunId)
    events.push({
      key: 'replay',
      kind: letter.state === 'replaying' ? 'running' : letter.state === 'replayed' ? 'success' : 'failed',
      words: (
        <>
          {letter.state === 'replaying' ? 'Being replayed' : 'Replayed'} in{' '}
          <TextLink inline href={`/runs/${letter.replayRunId}`}>
            run {letter.replayRunId}
          </TextLink>
          {letter.state === 'open' && ', and failed again'}
          {letter.state === 'superseded' && ': a newer state was there already'}
        </>
      ),
      at: null,
    });
  if (letter.edited !== null)
    events.push({
      key: 'edited',
      kind: 'waiting',
      words: `Edited${letter.editedBy ? ` by ${letter.editedBy}` : ''}`,
      at: letter.editedAt,
    });
  events.push({
    key: 'failed',
    kind: 'failed',
    words: (
      <>
        Given up at {step} after {letter.attempts === 1 ? 'one try' : `${letter.attempts} tries`} in{' '}
        <TextLink inline href={`/runs/${letter.runId}`}>
          run {letter.runId}
        </TextLink>
        {letter.place && `, ${letter.place}`}
      </>
    ),
    at: letter.createdAt,
  });
  return (
    <ol className="flex flex-col gap-2.5">
      {events.map(({ key, kind, words, at }) => (
        <li key={key} className="flex items-start gap-2.5">
          <Icon of={statusGlyphs[kind]} size="sm" className={`mt-[3px] ${statusText[kind]}`} />
          <span className="min-w-0 flex-1 wrap-anywhere">{words}</span>
          {at && (
            <span className="text-xs whitespace-nowrap text-ink-3">
              <Moment at={at} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
