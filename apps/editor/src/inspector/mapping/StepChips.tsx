import { type Step, stepLabel } from '@syncline/mapping';
import { joinClasses } from '../../parts/classes.ts';

type StepChipsProps = { steps: readonly Step[]; lit: boolean };

const shownAtMost = 2;

/** The steps of a row as chips: two lines at most, so that all rows keep one height. The opened row lists them all. */
export function StepChips({ steps, lit }: StepChipsProps) {
  const shown = steps.slice(0, shownAtMost);
  const look = joinClasses(
    'max-w-full truncate rounded-xs px-1.5 text-2xs leading-[18px] font-medium',
    lit ? 'bg-accent-soft text-accent-text' : 'bg-pressed text-ink-2',
  );
  const more = steps.length - shown.length;
  if (more > 0) {
    return (
      <span className="flex min-w-0 flex-col items-start gap-1" title={steps.map(stepLabel).join(', ')}>
        {shown[0] !== undefined && <span className={look}>{stepLabel(shown[0])}</span>}
        <span className="flex max-w-full gap-1">
          {shown[1] !== undefined && <span className={look}>{stepLabel(shown[1])}</span>}
          <span className={joinClasses(look, 'shrink-0')}>+{more}</span>
        </span>
      </span>
    );
  }
  return (
    <span className="flex min-w-0 flex-wrap gap-1" title={steps.map(stepLabel).join(', ')}>
      {shown.map((step, place) => (
        // The same step may stand twice in a row.
        <span key={place} className={look}>
          {stepLabel(step)}
        </span>
      ))}
    </span>
  );
}
