import type { ReactNode } from 'react';
import { joinClasses } from './classes.ts';

export type KeyValue = { key: string; value: ReactNode };

type KeyValueListProps = {
  entries: readonly KeyValue[];
  /** Keys and values of a record are mono; facts about a thing are not. */
  mono?: boolean;
};

/** Names and values, one pair a line. */
export function KeyValueList({ entries, mono }: KeyValueListProps) {
  return (
    <dl
      className={joinClasses(
        'grid grid-cols-[minmax(72px,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-xs',
        mono && 'font-mono',
      )}
    >
      {entries.map((entry) => (
        <div key={entry.key} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-3">{entry.key}</dt>
          <dd className="min-w-0 wrap-anywhere text-ink">{entry.value}</dd>
        </div>
      ))}
    </dl>
  );
}
