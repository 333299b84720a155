import { List, Redo2, Undo2, Waypoints, Workflow } from 'lucide-react';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { ChangesButton } from '../../changes/ChangesButton.tsx';
import { commands } from '../../commands/registry.ts';
import { useOpenFlow, useUi } from '../../flow/FlowContext.tsx';
import { Mark } from '../../parts/Brand.tsx';
import { IconButton } from '../../parts/IconButton.tsx';
import { type Segment, SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { FlowMenu } from './FlowMenu.tsx';
import { FlowName } from './FlowName.tsx';
import { PublishGroup } from './PublishGroup.tsx';
import { RunButton } from './RunButton.tsx';
import { SavedState } from './SavedState.tsx';
import { StateBadge } from './StateBadge.tsx';
import { Streams } from './Streams.tsx';

const views: readonly Segment<'canvas' | 'outline'>[] = [
  { value: 'canvas', label: 'Canvas', icon: Workflow },
  { value: 'outline', label: 'Outline', icon: List },
];

/** Which flow this is and how it stands on the left; what can be done with it on the right. */
export function TopBar() {
  const { doc, ui } = useOpenFlow();
  const view = useUi((state) => state.view);
  const canUndo = useStore(doc.temporal, (history) => history.pastStates.length > 0);
  const canRedo = useStore(doc.temporal, (history) => history.futureStates.length > 0);
  return (
    <header className="flex h-(--topbar) min-w-0 items-center gap-2 border-b border-line bg-panel pr-3 pl-3.5">
      <Link href="/" aria-label="Home" className="grid size-7 place-items-center rounded-sm text-accent">
        <Mark size={22} />
      </Link>
      <span className="h-5 w-px bg-line" />
      <Link href="/flows" className="rounded-sm px-0.5 text-ink-2 hover:text-ink max-desk:hidden">
        Flows
      </Link>
      <span aria-hidden="true" className="text-ink-3 max-desk:hidden">
        /
      </span>
      <FlowName />
      <FlowMenu />
      <StateBadge />
      <Streams />
      <ChangesButton />
      <SavedState />
      <span className="flex-1" />
      <IconButton
        icon={Undo2}
        label="Undo"
        keys="$mod+z"
        disabled={!canUndo}
        onClick={() => commands.run('flow.undo')}
        className="disabled:border-transparent disabled:bg-transparent"
      />
      <IconButton
        icon={Redo2}
        label="Redo"
        keys="$mod+Shift+z"
        disabled={!canRedo}
        onClick={() => commands.run('flow.redo')}
        className="disabled:border-transparent disabled:bg-transparent"
      />
      {view === 'canvas' && (
        <IconButton
          icon={Waypoints}
          label="Tidy the layout"
          keys="Shift+T"
          onClick={() => commands.run('canvas.tidy')}
        />
      )}
      <SegmentedControl
        label="View"
        value={view}
        segments={views}
        onChange={(next) => ui.getState().set({ view: next })}
      />
      <span className="mx-0.5 h-5 w-px bg-line" />
      <RunButton />
      <PublishGroup />
    </header>
  );
}
