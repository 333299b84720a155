import type { DeadLetter } from '@syncline/model';
import { KeyValueList } from '../../parts/KeyValueList.tsx';
import { LetterLinks } from '../../records/LetterLinks.tsx';

/** One failed record: what came in, where it stood, and the reason. */
export function FailedRecord({ letter }: { letter: DeadLetter }) {
  const entries = entriesOf(letter.input);
  return (
    <section
      tabIndex={-1}
      data-failed
      aria-label={`Record ${letter.key ?? letter.place ?? 'without identity'}`}
      className="mt-1 rounded-md border border-line-strong"
    >
      <header className="flex items-center gap-2 border-b border-line bg-sunken px-3 py-1.5 text-xs">
        <span className="font-mono font-medium">{letter.key ?? letter.place ?? 'without identity'}</span>
        {letter.key && letter.place && <span className="text-ink-3">{letter.place}</span>}
        <LetterLinks letter={letter} />
      </header>
      <div className="flex flex-col gap-2 px-3 py-2">
        <p className="text-xs text-failed">{letter.message}</p>
        {typeof letter.input === 'string' ? (
          <pre className="overflow-x-auto font-mono text-xs whitespace-pre-wrap text-ink-2">
            {letter.input}
          </pre>
        ) : (
          <KeyValueList mono entries={entries} />
        )}
      </div>
    </section>
  );
}

function entriesOf(input: unknown): { key: string; value: string }[] {
  if (input === null || typeof input !== 'object') return [];
  return Object.entries(input).map(([key, value]: [string, unknown]) => ({
    key,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
}
