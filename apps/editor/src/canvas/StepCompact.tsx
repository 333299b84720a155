import type { LucideIcon } from 'lucide-react';
import { type Category, Tile } from '../parts/Tile.tsx';

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
