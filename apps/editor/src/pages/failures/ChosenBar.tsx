import type { ReactNode } from 'react';
import { Checkbox } from '../../parts/Checkbox.tsx';
import { formatCount } from '../../parts/format.ts';

type ChosenBarProps = {
  /** How many rows are read so far. */
  shown: number;
  chosen: number;
  onAll: (on: boolean) => void;
  /** Said while nothing is chosen. */
  words: string;
  /** What can be done with what is chosen. */
  children: ReactNode;
};

/** Above a list whose rows can be chosen: all at once, and what to do with them. */
export function ChosenBar({ shown, chosen, onAll, words, children }: ChosenBarProps) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-sunken px-3.5 py-1.5">
      <Checkbox
        label={
          <span className="text-xs text-ink-2">
            {chosen > 0 ? `${formatCount(chosen)} chosen` : words}
            <span className="sr-only">. Choose all that are shown</span>
          </span>
        }
        checked={chosen === 0 ? false : chosen === shown ? true : 'mixed'}
        onChange={onAll}
      />
      <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}
