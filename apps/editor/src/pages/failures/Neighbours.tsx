import type { DeadLetter } from '@syncline/model';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useLocation } from 'wouter';
import { useCommands } from '../../commands/useCommands.ts';
import { formatCount } from '../../parts/format.ts';
import { IconButton } from '../../parts/IconButton.tsx';
import { useLetters } from './letterQueries.ts';

const quiet = 'disabled:border-transparent disabled:bg-transparent';

/** To the next and the previous record of the same cause, by J and K too. */
export function Neighbours({ letter }: { letter: DeadLetter }) {
  const [, navigate] = useLocation();
  const letters = useLetters('open', {
    flow: letter.flowId,
    node: letter.node,
    code: letter.code,
    field: letter.field,
  });
  const items = letters.data ?? [];
  const at = items.findIndex(({ id }) => id === letter.id);
  const next = items[at + 1];
  const previous = at > 0 ? items[at - 1] : undefined;
  const go = (to: DeadLetter | undefined) => to && navigate(`/failures/${to.id}`);
  useCommands([
    {
      id: 'failure.next',
      title: 'Next record of this cause',
      group: 'Failed record',
      keys: 'j',
      when: () => next !== undefined,
      run: () => go(next),
    },
    {
      id: 'failure.previous',
      title: 'Previous record of this cause',
      group: 'Failed record',
      keys: 'k',
      when: () => previous !== undefined,
      run: () => go(previous),
    },
  ]);
  if (items.length < 2) return null;
  return (
    <span className="flex items-center gap-0.5 text-xs text-ink-3">
      {at >= 0 && (
        <span className="pr-1 whitespace-nowrap">
          {formatCount(at + 1)} of {formatCount(items.length)}
          {letters.hasNextPage ? '+' : ''}
        </span>
      )}
      <IconButton
        icon={ChevronUp}
        label="Previous record"
        keys="k"
        disabled={!previous}
        className={quiet}
        onClick={() => go(previous)}
      />
      <IconButton
        icon={ChevronDown}
        label="Next record"
        keys="j"
        disabled={!next}
        className={quiet}
        onClick={() => go(next)}
      />
    </span>
  );
}
