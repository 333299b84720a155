import type { LucideIcon } from 'lucide-react';
import { joinClasses } from '../parts/classes.ts';
import { type Category, Tile } from '../parts/Tile.tsx';
import type { StepState } from './useStep.ts';

type StepCompactProps = { look: { title: string; category: Category; icon: LucideIcon }; figure: string };

/**
 * A card seen from further away: tile, title and one number, larger. It keeps the full card's bounds, or every line would
 * jump when the zoom passes the threshold.
 */
export function StepCompact({ look, figure }: StepCompactProps) {
  return (
    <div className="flex h-full items-center gap-2.5 px-3">
      <Tile category={look.category} icon={look.icon} size="lg" />
      <div className="min-w-0 flex-1">
        <b className="line-clamp-2 text-lg leading-[19px] font-semibold tracking-[-.012em]">{look.title}</b>
        {figure !== '' && <span className="block truncate text-md leading-[18px] text-ink-2">{figure}</span>}
      </div>
    </div>
  );
}

const fills: Record<Category, string> = {
  trigger: 'bg-trigger-soft text-trigger',
  schedule: 'bg-schedule-soft text-schedule',
  transform: 'bg-transform-soft text-transform',
  checkpoint: 'bg-checkpoint-soft text-checkpoint',
  destination: 'bg-destination-soft text-destination',
};
const rings: Record<StepState, string> = {
  idle: '',
  done: '',
  running: 'ring-4 ring-running-mark',
  failed: 'ring-4 ring-failed-mark',
  waiting: 'ring-4 ring-waiting-mark',
  paused: 'opacity-60',
  skipped: 'opacity-60',
};

type StepBlockProps = { category: Category; icon: LucideIcon; state: StepState; errors: number };

/** From far away: category and icon, and a thick border for what needs to be seen. */
export function StepBlock({ category, icon: Glyph, state, errors }: StepBlockProps) {
  return (
    <div
      className={joinClasses(
        'grid h-full place-items-center rounded-[9px]',
        fills[category],
        errors > 0 ? 'ring-4 ring-failed-mark' : rings[state],
      )}
    >
      <Glyph aria-hidden="true" width={36} height={36} strokeWidth={2} />
    </div>
  );
}
