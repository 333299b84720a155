import type { LucideIcon } from 'lucide-react';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';

export type Category = 'trigger' | 'schedule' | 'transform' | 'checkpoint' | 'destination';

const hues: Record<Category | 'plain', string> = {
  trigger: 'bg-trigger-soft text-trigger',
  schedule: 'bg-schedule-soft text-schedule',
  transform: 'bg-transform-soft text-transform',
  checkpoint: 'bg-checkpoint-soft text-checkpoint',
  destination: 'bg-destination-soft text-destination',
  plain: 'bg-pressed text-ink-2',
};
const measures = { sm: 'size-5 rounded-sm', md: 'size-6.5 rounded-sm', lg: 'size-8 rounded-md' };

type TileProps = {
  category: Category | 'plain';
  icon: LucideIcon;
  size?: keyof typeof measures;
  className?: string;
};

/** What kind of step: the one place where the five category colours appear. */
export function Tile({ category, icon, size = 'md', className }: TileProps) {
  return (
    <span
      className={joinClasses('grid shrink-0 place-items-center', measures[size], hues[category], className)}
    >
      <Icon of={icon} size={size === 'sm' ? 'sm' : 'md'} />
    </span>
  );
}
