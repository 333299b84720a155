import type { FieldSchema } from '@syncline/model';
import { useState } from 'react';
import { TextLink } from '../../parts/TextLink.tsx';
import { showPath } from './pathWords.ts';

type UnusedFieldsProps = {
  unused: readonly string[];
  spare: readonly FieldSchema[];
  onUse: (path: string) => void;
  onFill: (name: string) => void;
};

const shownAtFirst = 24;
const chip =
  'inline-flex h-(--control-sm) max-w-full items-center truncate rounded-sm border border-dashed border-line-control px-2 font-mono text-xs text-ink-2 hover:border-edge-strong hover:bg-hover hover:text-ink';

/** What is left over on both sides: a click makes a row of it. */
export function UnusedFields({ unused, spare, onUse, onFill }: UnusedFieldsProps) {
  return (
    <>
      <ChipList
        heading="Not used from the record"
        verb="Use"
        names={unused}
        onChoose={onUse}
        dragType="text/syncline-path"
      />
      <ChipList
        heading="Not filled, and need not be"
        verb="Fill"
        names={spare.map(({ name }) => name)}
        onChoose={onFill}
      />
    </>
  );
}

type ChipListProps = {
  heading: string;
  verb: string;
  names: readonly string[];
  onChoose: (name: string) => void;
  dragType?: string;
};

function ChipList({ heading, verb, names, onChoose, dragType }: ChipListProps) {
  const [all, setAll] = useState(false);
  if (names.length === 0) return null;
  const shown = all ? names : names.slice(0, shownAtFirst);
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{heading}</h3>
      <ul className="flex flex-wrap gap-1.5">
        {shown.map((name) => (
          <li key={name} className="max-w-full min-w-0">
            <button
              type="button"
              aria-label={`${verb} ${dragType ? showPath(name) : name}`}
              draggable={dragType !== undefined}
              onDragStart={(event) => dragType && event.dataTransfer.setData(dragType, name)}
              onClick={() => onChoose(name)}
              className={chip}
            >
              {dragType ? showPath(name) : name}
            </button>
          </li>
        ))}
        {shown.length < names.length && (
          <li>
            <TextLink small onClick={() => setAll(true)}>
              {names.length - shown.length} more
            </TextLink>
          </li>
        )}
      </ul>
    </section>
  );
}
