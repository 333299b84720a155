import { joinClasses } from './classes.ts';

type ProgressLineProps = {
  /** What progresses: "Clean and map, 1,204 of 8,800". */
  label: string;
  value: number;
  max: number;
  /** `line` is 3 px, at the foot of a node; `meter` is 5 px, beside its words. */
  look?: 'line' | 'meter';
  kind?: 'running' | 'plain' | 'success' | 'warning' | 'failed';
};

const fills = {
  running: 'bg-running-mark',
  plain: 'bg-ink-3',
  success: 'bg-success-mark',
  warning: 'bg-warning-mark',
  failed: 'bg-failed-mark',
};

/** A share of something known: records done, calls used. Where the total is unknown, write the count instead. */
export function ProgressLine({ label, value, max, look = 'line', kind = 'running' }: ProgressLineProps) {
  const share = max > 0 ? Math.min(100, (value / max) * 100) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(share)}
      aria-valuemin={0}
      aria-valuemax={100}
      className={joinClasses(
        'w-full overflow-hidden',
        look === 'line' ? 'h-[3px] bg-running-soft' : 'h-[5px] rounded-full bg-pressed',
      )}
    >
      <div className={joinClasses('h-full', fills[kind])} style={{ width: `${share}%` }} />
    </div>
  );
}
