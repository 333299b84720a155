import type { LucideIcon } from 'lucide-react';
import { joinClasses } from './classes.ts';

export type IconSize = 'xs' | 'sm' | 'md';

const measures = {
  md: { size: 16, stroke: 1.75 },
  sm: { size: 14, stroke: 2 },
  xs: { size: 12, stroke: 2.2 },
};

type IconProps = { of: LucideIcon; size?: IconSize; className?: string };

/** A lucide icon at one of the three sizes of the design. Decoration only: the word beside it carries the meaning. */
export function Icon({ of: Glyph, size = 'md', className }: IconProps) {
  const { size: pixels, stroke } = measures[size];
  return (
    <Glyph
      aria-hidden="true"
      width={pixels}
      height={pixels}
      strokeWidth={stroke}
      className={joinClasses('shrink-0', className)}
    />
  );
}
