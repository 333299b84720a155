import { useOpenFlow, useUi } from '../flow/FlowContext.tsx';
import { countOf } from '../parts/format.ts';
import { Tooltip } from '../parts/Tooltip.tsx';
import { useChangeCount } from './useChanges.ts';

/** How far the draft is from the version that runs; opens the difference in words. */
export function ChangesButton() {
  const { ui } = useOpenFlow();
  const count = useChangeCount();
  const shown = useUi((state) => state.changesOpen);
  if (count === 0 && !shown) return null;
  return (
    <Tooltip words="What differs from the version that runs">
      <button
        type="button"
        aria-expanded={shown}
        onClick={() => ui.getState().set({ changesOpen: !shown, problemsOpen: false })}
        className="inline-flex h-6 shrink-0 items-center rounded-sm border border-line-strong bg-panel px-2 text-xs font-medium whitespace-nowrap text-ink-2 hover:bg-hover hover:text-ink"
      >
        {countOf(count, 'change')}
      </button>
    </Tooltip>
  );
}
