import type { DeadLetter } from '@syncline/model';
import { Link } from 'wouter';
import { Checkbox } from '../../parts/Checkbox.tsx';
import { RelativeTime } from '../../parts/Figures.tsx';
import { countOf } from '../../parts/format.ts';
import { Badge } from '../../parts/Status.tsx';
import { glance } from '../../records/glance.ts';
import { letterName } from './letterWords.ts';

type LetterRowProps = {
  letter: DeadLetter;
  chosen: boolean;
  onChoose: (id: string, on: boolean) => void;
  /** In place of the message: for ignored records the reason. */
  words?: string;
};

/** One failed record in a list. The row opens it. */
export function LetterRow({ letter, chosen, onChoose, words }: LetterRowProps) {
  const name = letterName(letter);
  const seen = glance(letter.input, [letter.key, letter.sourceKey]);
  return (
    <div className="relative grid min-h-11 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-3.5 py-1.5 hover:bg-hover has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-focus wide:grid-cols-[auto_minmax(120px,220px)_minmax(0,1fr)_auto]">
      <span className="relative z-1 row-span-2 wide:row-span-1">
        <Checkbox
          hideLabel
          label={`Choose ${name}`}
          checked={chosen}
          onChange={(on) => onChoose(letter.id, on)}
        />
      </span>
      <Link
        href={`/failures/${letter.id}`}
        className="truncate font-mono text-xs font-medium text-ink outline-none after:absolute after:inset-0"
      >
        {name}
      </Link>
      <span className="min-w-0 truncate text-xs text-ink-2 max-wide:order-4 max-wide:col-span-2">
        {seen && <span className="pr-2 text-ink">{seen}</span>}
        <span className="text-ink-3">
          {words ?? letter.message}
          {letter.place && letter.key !== null && `, ${letter.place}`}
        </span>
      </span>
      <span className="flex items-center gap-3 text-xs whitespace-nowrap text-ink-3">
        {letter.edited !== null && <Badge>Edited</Badge>}
        {letter.attempts > 1 && (
          <span className="max-wide:hidden">{countOf(letter.attempts, 'try', 'tries')}</span>
        )}
        <span className="wide:w-24 wide:text-right">
          <RelativeTime at={letter.createdAt} />
        </span>
      </span>
    </div>
  );
}
