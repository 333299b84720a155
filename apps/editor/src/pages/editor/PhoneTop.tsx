import { ChevronLeft, Ellipsis } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useOpenFlow, useUi } from '../../flow/FlowContext.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { type Segment, SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { FlowMenu } from './FlowMenu.tsx';
import { FlowName } from './FlowName.tsx';
import { SavedState } from './SavedState.tsx';
import { StateBadge } from './StateBadge.tsx';
import { Streams } from './Streams.tsx';

type View = 'outline' | 'problems' | 'runs';
const views: readonly Segment<View>[] = [
  { value: 'outline', label: 'Outline' },
  { value: 'problems', label: 'Problems' },
  { value: 'runs', label: 'Runs' },
];

/** The top of the editor on a phone. */
export function PhoneTop() {
  const { flowId, ui } = useOpenFlow();
  const problems = useUi((state) => state.problemsOpen);
  const [, navigate] = useLocation();
  return (
    <header className="border-b border-line bg-panel pb-2">
      <div className="flex min-w-0 items-center gap-1 px-1 pt-1">
        <Link
          href="/flows"
          aria-label="Back to the flows"
          className="grid size-11 shrink-0 place-items-center rounded-md text-ink-2"
        >
          <Icon of={ChevronLeft} />
        </Link>
        <div className="min-w-0 flex-1">
          <FlowName large />
          <div className="flex min-w-0 flex-wrap items-center gap-x-2 pl-1 [&>[data-save]]:inline!">
            <StateBadge plain />
            <Streams />
            <SavedState />
          </div>
        </div>
        <FlowMenu icon={Ellipsis} />
      </div>
      <div className="px-2 pt-2">
        <SegmentedControl
          wide
          label="What is shown"
          value={problems ? 'problems' : 'outline'}
          segments={views}
          onChange={(view: View) => {
            if (view === 'runs') navigate(`/runs?flow=${encodeURIComponent(flowId)}`);
            else ui.getState().set({ problemsOpen: view === 'problems' });
          }}
        />
      </div>
    </header>
  );
}
