import {
  CircleCheck,
  CirclePause,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';

export const statusKinds = [
  'running',
  'waiting',
  'success',
  'warning',
  'failed',
  'paused',
  'skipped',
] as const;
export type StatusKind = (typeof statusKinds)[number];

/** One shape per status, so that colour is never alone. */
export const statusGlyphs: Record<StatusKind, LucideIcon> = {
  running: LoaderCircle,
  waiting: Hourglass,
  success: CircleCheck,
  warning: TriangleAlert,
  failed: CircleX,
  paused: CirclePause,
  skipped: CircleSlash,
};

/** Text colour per status, for a part that draws its own shape. */
export const statusText: Record<StatusKind, string> = {
  running: 'text-running',
  waiting: 'text-waiting',
  success: 'text-success',
  warning: 'text-warning',
  failed: 'text-failed',
  paused: 'text-paused',
  skipped: 'text-skipped',
};
const fills: Record<StatusKind, string> = {
  running: 'bg-running-soft',
  waiting: 'bg-waiting-soft',
  success: 'bg-success-soft',
  warning: 'bg-warning-soft',
  failed: 'bg-failed-soft',
  paused: 'bg-paused-soft',
  skipped: 'bg-skipped-soft',
};

type StatusProps = { kind: StatusKind; children: ReactNode; size?: 'xs' | 'sm'; className?: string };

/** Glyph and words without a fill: for tables and node cards. */
export function Status({ kind, children, size = 'sm', className }: StatusProps) {
  return (
    <span
      className={joinClasses(
        'inline-flex items-center align-middle font-medium whitespace-nowrap',
        size === 'xs' ? 'gap-1' : 'gap-1.5',
        statusText[kind],
        className,
      )}
    >
      <Icon of={statusGlyphs[kind]} size={size} className={kind === 'running' ? 'animate-turn' : undefined} />
      {children}
    </span>
  );
}

type BadgeProps = { kind?: StatusKind | 'plain'; children: ReactNode; className?: string };

/** Glyph and words on the status' soft fill. `plain` has no glyph: a fact, not an outcome ("Draft"). */
export function Badge({ kind = 'plain', children, className }: BadgeProps) {
  return (
    <span
      className={joinClasses(
        'inline-flex h-5.5 shrink-0 items-center gap-1.5 rounded-sm pr-2 text-xs font-medium whitespace-nowrap',
        kind === 'plain'
          ? 'bg-pressed pl-2 text-ink-2'
          : joinClasses('pl-1.5', statusText[kind], fills[kind]),
        className,
      )}
    >
      {kind !== 'plain' && (
        <Icon of={statusGlyphs[kind]} size="sm" className={kind === 'running' ? 'animate-turn' : undefined} />
      )}
      {children}
    </span>
  );
}
