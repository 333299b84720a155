import { countOf, formatCount } from '../../parts/format.ts';
import type { Tally } from './tally.ts';

const shownFields = 8;

/** The sum of what would change: how many are new, changed, deleted, and which fields by how much. */
export function TallyView({ sum }: { sum: Tally }) {
  const { add, match, change, delete: gone, archive, leave, unknown } = sum.effects;
  const parts = [
    add > 0 && `${formatCount(add)} new`,
    match > 0 && `${formatCount(match)} added, or changed where they are there already`,
    change > 0 && `${formatCount(change)} changed`,
    gone > 0 && `${formatCount(gone)} deleted`,
    archive > 0 && `${formatCount(archive)} marked as gone`,
    leave > 0 && `${formatCount(leave)} that stay although the source has deleted them`,
    unknown > 0 && `${formatCount(unknown)} that can not be compared`,
  ].filter(Boolean);
  return (
    <section>
      <h3 className="pb-1.5">Together</h3>
      <p className="text-ink-2">{parts.join(', ')}</p>
      {sum.fields.length > 0 && (
        <ul className="mt-2 grid gap-x-6 gap-y-1 text-xs wide:grid-cols-2">
          {sum.fields.slice(0, shownFields).map(({ field, records, total }) => (
            <li key={field} className="flex min-w-0 items-baseline gap-2 border-b border-line py-1">
              <span className="truncate font-mono text-ink">{field}</span>
              <span className="ml-auto whitespace-nowrap text-ink-3">{countOf(records, 'record')}</span>
              {total && (
                <span className="font-mono whitespace-nowrap">
                  {formatCount(total.before)} → {formatCount(total.after)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {sum.fields.length > shownFields && (
        <p className="pt-1 text-xs text-ink-3">
          and {countOf(sum.fields.length - shownFields, 'other field')}
        </p>
      )}
    </section>
  );
}
