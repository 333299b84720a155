import type { FieldChange } from '@syncline/model';
import { joinClasses } from '../parts/classes.ts';
import { fieldValue, isBlank } from './fieldValue.ts';

type FieldChangesProps = {
  changes: readonly FieldChange[];
  /** At most so many; the rest is counted. */
  limit?: number;
};

/** Fields as they were and as they are now: what goes is struck out in red, what comes is green. */
export function FieldChanges({ changes, limit = changes.length }: FieldChangesProps) {
  const more = changes.length - limit;
  return (
    <dl className="flex min-w-0 flex-col gap-1 text-xs">
      {changes.slice(0, limit).map(({ field, before, after }) => (
        <div
          key={field}
          className="grid min-w-0 grid-cols-[minmax(80px,128px)_minmax(0,1fr)] items-baseline gap-x-3"
        >
          <dt className="truncate font-mono text-ink-3" title={field}>
            {field}
          </dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 gap-y-0.5 font-mono">
            {before !== undefined && (
              <>
                <Value value={before} look="bg-failed-soft text-failed" />
                <span className="text-ink-3">
                  <span aria-hidden="true">→</span>
                  <span className="sr-only">becomes</span>
                </span>
              </>
            )}
            <Value value={after} look="bg-success-soft text-success" />
          </dd>
        </div>
      ))}
      {more > 0 && <p className="text-ink-3">and {more} more</p>}
    </dl>
  );
}

function Value({ value, look }: { value: unknown; look: string }) {
  return (
    <span className={joinClasses('min-w-0 rounded-xs px-1 wrap-anywhere', look, isBlank(value) && 'italic')}>
      {fieldValue(value)}
    </span>
  );
}
