import { X } from 'lucide-react';
import { Icon } from '../parts/Icon.tsx';

type ChipsProps = { entries: readonly string[]; onRemove: (index: number) => void };

/** Chosen names, each with the button that takes it out. */
export function Chips({ entries, onRemove }: ChipsProps) {
  if (entries.length === 0) return null;
  return (
    <ul className="flex min-w-0 flex-wrap gap-1.5">
      {entries.map((entry, index) => (
        // Two equal names may be there while someone types; their place tells them apart.
        <li
          key={`${index}-${entry}`}
          className="inline-flex h-(--control-sm) min-w-0 items-center rounded-sm bg-pressed pl-2 text-xs text-ink"
        >
          <span className="truncate">{entry}</span>
          <button
            type="button"
            aria-label={`Remove ${entry}`}
            onClick={() => onRemove(index)}
            className="grid size-(--target) place-items-center rounded-sm text-ink-3 hover:text-ink"
          >
            <Icon of={X} size="xs" />
          </button>
        </li>
      ))}
    </ul>
  );
}
