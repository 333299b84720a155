import { joinClasses } from './classes.ts';
import { formatCount } from './format.ts';

export type CountKind = 'plain' | 'failed' | 'warning' | 'waiting' | 'accent';

const fills: Record<CountKind, string> = {
  plain: 'bg-pressed text-ink-2',
  failed: 'bg-failed-soft text-failed',
  warning: 'bg-warning-soft text-warning',
  waiting: 'bg-waiting-soft text-waiting',
  accent: 'bg-accent-soft text-accent-text',
};

type CountBubbleProps = {
  count: number;
  kind?: CountKind;
  /** What is counted, read after the number ("need you"). */
  label?: string;
  className?: string;
};

/** How many, beside a tab, a section title or a navigation entry. Nowhere else. */
export function CountBubble({ count, kind = 'plain', label, className }: CountBubbleProps) {
  return (
    <span
      className={joinClasses(
        'inline-block min-w-4.5 rounded-full px-1.5 text-center text-2xs font-medium',
        fills[kind],
        className,
      )}
    >
      {formatCount(count)}
      {label && <span className="sr-only"> {label}</span>}
    </span>
  );
}
