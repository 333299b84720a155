import { joinClasses } from '../parts/classes.ts';

export type WorkerState = {
  /** `well`: records move. `busy`: they queue. `away`: nobody works. */
  state: 'well' | 'busy' | 'away';
  /** "2 workers, all well", "No worker since 11:58". */
  words: string;
  /** What it is about, for whoever points at it. */
  reason?: string;
};

const dots: Record<WorkerState['state'], string> = {
  well: 'rounded-full bg-success-mark',
  busy: 'rounded-full border-2 border-warning-mark',
  away: 'rounded-[1px] bg-failed-mark',
};

/** Whether somebody works on the flows, at the foot of the sidebar. */
export function WorkerLine({ state, words, reason }: WorkerState) {
  return (
    <p role="status" title={reason} className="flex h-7.5 items-center gap-2.5 px-2 text-ink-3">
      <span className="grid w-4 place-items-center">
        <span aria-hidden="true" className={joinClasses('size-2', dots[state])} />
      </span>
      {words}
    </p>
  );
}
