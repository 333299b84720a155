import type { RecordPlace } from '@syncline/model';
import { asSentence } from '../../parts/format.ts';
import type { StatusKind } from '../../parts/Status.tsx';

type State = RecordPlace['state'];

const states: Record<State, { kind: StatusKind; words: string }> = {
  synced: { kind: 'success', words: 'In sync' },
  parked: { kind: 'waiting', words: 'Waits for a person' },
  failed: { kind: 'warning', words: 'Failed, tried again by itself' },
  dead: { kind: 'failed', words: 'Not synced' },
  uncertain: { kind: 'warning', words: 'In doubt' },
  orphan: { kind: 'skipped', words: 'Gone at the source' },
  tombstone: { kind: 'skipped', words: 'Deleted' },
};

/** How a record stands at a destination. */
export const placeState = (state: State) => states[state];

/** What a person should know and can do about it; null when all is well. */
export function placeNotice(place: RecordPlace): {
  kind: StatusKind;
  title: string;
  text: string;
  link: { label: string; href: string } | null;
} | null {
  const { nodeTitle, flowId, node } = place;
  switch (place.state) {
    case 'parked':
      return {
        kind: 'waiting',
        title: asSentence(`It waits at ${nodeTitle}`),
        text: 'What comes after that step does not have this state yet.',
        link: {
          label: 'Open approval',
          href: `/approvals?${new URLSearchParams({ flow: flowId, step: node, record: place.approvalId ?? '' })}`,
        },
      };
    case 'dead':
    case 'failed':
      return {
        kind: 'failed',
        title: `${nodeTitle} does not have its newest state.`,
        text:
          place.state === 'dead'
            ? 'It was given up. It can be corrected and replayed; a newer state is tried all the same.'
            : 'It is tried again by itself.',
        link: place.deadLetterId
          ? { label: 'Open failed record', href: `/failures/${place.deadLetterId}` }
          : null,
      };
    case 'uncertain':
      return {
        kind: 'warning',
        title: `Nobody knows whether ${nodeTitle} has its newest state.`,
        text: 'The write was sent and no answer came back.',
        link: { label: 'See what is in doubt', href: '/failures?tab=doubt' },
      };
    case 'orphan':
      return {
        kind: 'skipped',
        title: `The source no longer has it, ${nodeTitle} still does.`,
        text: 'The flow keeps such records.',
        link: { label: 'See what is gone at the source', href: '/failures?tab=gone' },
      };
    case 'synced':
    case 'tombstone':
      return null;
  }
}
