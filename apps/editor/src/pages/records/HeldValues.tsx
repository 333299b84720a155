import type { RecordPlace } from '@syncline/model';
import { useState } from 'react';
import { Card } from '../../parts/Card.tsx';
import { Checkbox } from '../../parts/Checkbox.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { fieldValue, isBlank } from '../../records/fieldValue.ts';
import { type HeldValue, lastValues } from './lastValues.ts';
import { useStories } from './recordQueries.ts';

/** More columns than that do not fit beside the history. */
const shownPlaces = 4;

const title = 'What each system was given last';

/** Field by field, what each system was given last; what still waits is marked. */
export function HeldValues({ places }: { places: readonly RecordPlace[] }) {
  const [differing, setDiffering] = useState(false);
  const shown = places.slice(0, shownPlaces);
  const stories = useStories(shown);
  const columns = stories.map((hops) => (hops ? lastValues(hops) : new Map<string, HeldValue>()));
  const fields = [...new Set(columns.flatMap((values) => [...values.keys()]))];
  const rows = fields.filter((field) => !differing || differs(field, columns));
  if (fields.length === 0 && !stories.every(Boolean)) return null;
  if (fields.length === 0)
    return (
      <Card title={title}>
        <p className="p-3.5 text-ink-2">
          No values of it are kept so far. A first load keeps none of single records; they show here from its
          next change on.
        </p>
      </Card>
    );
  return (
    <Card
      title={title}
      actions={
        shown.length > 1 && <Checkbox label="Only differences" checked={differing} onChange={setDiffering} />
      }
      className="overflow-hidden"
    >
      <section
        aria-label={title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto -outline-offset-2!"
      >
        <table className="w-full border-separate border-spacing-0">
          <thead>
            <tr className="text-left text-xs text-ink-3">
              <th scope="col" className={`${cell} h-8 bg-sunken font-medium`}>
                Field
              </th>
              {shown.map((place) => (
                <th
                  key={`${place.destinationId} ${place.key}`}
                  scope="col"
                  className={`${cell} h-8 bg-sunken font-medium`}
                >
                  {place.nodeTitle}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((field) => (
              <tr key={field}>
                <th scope="row" className={`${cell} text-left font-medium`}>
                  {field}
                </th>
                {shown.map((place, index) => (
                  <Cell key={`${place.destinationId} ${place.key}`} held={columns[index]?.get(field)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length === 0 && <p className="p-3.5 text-ink-2">They all hold the same.</p>}
      {places.length > shownPlaces && (
        <p className="px-3.5 py-2 text-xs text-ink-3">The first {shownPlaces} places are compared.</p>
      )}
    </Card>
  );
}

const cell = 'h-9 border-b border-line px-3.5 whitespace-nowrap';

function Cell({ held }: { held: HeldValue | undefined }) {
  return (
    <td
      className={joinClasses(cell, 'max-w-64 truncate font-mono text-xs', held?.waits && 'bg-waiting-soft')}
    >
      {held === undefined ? (
        <span className="font-sans text-ink-3">not known</span>
      ) : (
        <>
          <span className={isBlank(held.value) ? 'text-ink-3' : undefined}>{fieldValue(held.value)}</span>
          {held.waits && <span className="pl-2 font-sans font-medium text-waiting">waits</span>}
        </>
      )}
    </td>
  );
}

function differs(field: string, columns: readonly ReadonlyMap<string, HeldValue>[]): boolean {
  const known = columns.flatMap((values) => values.get(field) ?? []);
  return known.some(({ value, waits }) => waits || JSON.stringify(value) !== JSON.stringify(known[0]?.value));
}
