import type { DeadLetter } from '@syncline/model';
import { joinClasses } from '../../parts/classes.ts';
import { asSentence } from '../../parts/format.ts';
import { Icon } from '../../parts/Icon.tsx';
import { statusGlyphs } from '../../parts/Status.tsx';
import { TextLink } from '../../parts/TextLink.tsx';
import { causeTitle, stepAddress } from './letterWords.ts';

type ProblemBoxProps = { letter: DeadLetter; step: string; className?: string };

/** Why the record did not arrive, and what to do. */
export function ProblemBox({ letter, step, className }: ProblemBoxProps) {
  const closed = letter.state !== 'open' && letter.state !== 'replaying';
  return (
    <section
      aria-label="What is wrong"
      className={joinClasses(
        'flex gap-3 rounded-lg border border-line p-3.5',
        closed ? 'bg-sunken' : 'bg-failed-soft',
        className,
      )}
    >
      <Icon
        of={statusGlyphs[closed ? 'skipped' : 'failed']}
        className={closed ? 'mt-0.5 text-skipped' : 'mt-0.5 text-failed'}
      />
      <div className="min-w-0 flex-1">
        <h2>{causeTitle(letter)}</h2>
        <p className="max-w-[84ch] text-ink-2 wrap-anywhere">
          {step}: {asSentence(letter.message)} {letter.whatToDo}{' '}
          <span className="font-mono text-xs">{letter.code}</span>
        </p>
        {letter.feeder === null && (
          <p className="text-ink-2">
            It could not even be read as a record, so it can not be replayed. Correct it in the source; it is
            read again with the next run.
          </p>
        )}
      </div>
      <TextLink small href={stepAddress(letter)} className="self-start">
        {letter.field ? 'Open field' : 'Open step'}
      </TextLink>
    </section>
  );
}
