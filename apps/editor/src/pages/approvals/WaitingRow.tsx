import type { Approval } from '@syncline/model';
import { Checkbox } from '../../parts/Checkbox.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { RelativeTime } from '../../parts/Figures.tsx';
import { Badge } from '../../parts/Status.tsx';
import { glance } from '../../records/glance.ts';
import { changeLine, effectOf, effectWords } from './approvalWords.ts';

type WaitingRowProps = {
  approval: Approval;
  current: boolean;
  chosen: boolean;
  onOpen: () => void;
  onChoose: (on: boolean) => void;
};

/** One record that waits: who it is about and what would change. */
export function WaitingRow({ approval, current, chosen, onOpen, onChoose }: WaitingRowProps) {
  const effect = effectOf(approval);
  return (
    <div
      className={joinClasses(
        'relative grid min-h-14 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-3.5 py-1.5 has-[button:focus-visible]:outline-2 has-[button:focus-visible]:-outline-offset-2 has-[button:focus-visible]:outline-focus',
        current ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <span className="relative z-1">
        <Checkbox hideLabel label={`Choose ${approval.key}`} checked={chosen} onChange={onChoose} />
      </span>
      <span className="min-w-0">
        <button
          type="button"
          aria-current={current ? 'true' : undefined}
          onClick={onOpen}
          className="block w-full truncate text-left font-medium outline-none after:absolute after:inset-0"
        >
          {glance(approval.record, [approval.key]) || approval.key}{' '}
          <span className="pl-1 font-mono text-xs font-normal text-ink-3">{approval.key}</span>
        </button>
        <span className="block truncate text-xs text-ink-2">{changeLine(approval)}</span>
      </span>
      <span className="flex flex-col items-end gap-0.5 text-2xs text-ink-3">
        {effect !== 'change' && (
          <Badge kind={effect === 'delete' ? 'failed' : 'plain'} className="h-4.5! text-2xs!">
            {effectWords[effect]}
          </Badge>
        )}
        <RelativeTime at={approval.createdAt} />
      </span>
    </div>
  );
}
