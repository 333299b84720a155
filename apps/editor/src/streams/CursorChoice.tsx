import { ApiProblem } from '../api/client.ts';
import { SegmentedControl } from '../parts/SegmentedControl.tsx';

export type CursorWish = 'keep' | 'reload' | 'from-now';
export type CursorWishes = Readonly<Record<string, CursorWish>>;

const wishes = [
  { value: 'keep', label: 'Keep' },
  { value: 'reload', label: 'Load all again' },
  { value: 'from-now', label: 'From now' },
] as const;

const meaning: Record<CursorWish, string> = {
  keep: 'Goes on from where it stands. What the new question adds to older records is not read.',
  reload: 'Reads everything once more. What the destinations hold already is not written again.',
  'from-now': 'Takes what changes from now on. What changed until now is not read.',
};

/** Sources whose question to their system changed, when that is why publishing was refused. */
export function sourcesToChoose(error: unknown): string[] {
  if (!(error instanceof ApiProblem) || error.problem.code !== 'flow.cursor-choice') return [];
  return (error.problem.issues ?? []).map(({ path }) => path.replace(/^body\.cursors\./, ''));
}

type CursorChoiceProps = {
  sources: readonly string[];
  titleOf: (node: string) => string;
  wishes: CursorWishes;
  onChange: (wishes: CursorWishes) => void;
};

/** Asks, for each source that is asked something else than before, where it goes on. */
export function CursorChoice({ sources, titleOf, wishes: chosen, onChange }: CursorChoiceProps) {
  return (
    <section role="alert" className="flex flex-col gap-3 rounded-md bg-warning-soft p-3">
      <p>
        {sources.length === 1 ? 'One source is' : `${sources.length} sources are`} asked something else than
        before. Say where {sources.length === 1 ? 'it goes' : 'they go'} on, then publish.
      </p>
      {sources.map((source) => {
        const wish = chosen[source] ?? 'keep';
        return (
          <div key={source} className="flex flex-col gap-1">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
              <b className="font-medium">{titleOf(source)}</b>
              <SegmentedControl
                label={`Where ${titleOf(source)} goes on`}
                value={wish}
                segments={wishes}
                onChange={(next) => onChange({ ...chosen, [source]: next })}
              />
            </div>
            <p className="text-xs text-ink-2">{meaning[wish]}</p>
          </div>
        );
      })}
    </section>
  );
}
