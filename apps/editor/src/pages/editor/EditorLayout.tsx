import { lazy, type ReactNode, Suspense } from 'react';
import { DataDrawer } from '../../drawer/DataDrawer.tsx';
import { useUi } from '../../flow/FlowContext.tsx';
import { Outline } from '../../outline/Outline.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { SplitPane } from '../../parts/SplitPane.tsx';
import { ConflictNotice } from './ConflictNotice.tsx';
import { InspectorSheet } from './InspectorSheet.tsx';
import { PhoneBar } from './PhoneBar.tsx';
import { PhoneTop } from './PhoneTop.tsx';
import { ProblemsPanel } from './ProblemsPanel.tsx';
import { RunLine } from './RunLine.tsx';
import { SaveStrip } from './SaveStrip.tsx';
import { TopBar } from './TopBar.tsx';
import { useNarrow } from './useNarrow.ts';

const Canvas = lazy(() => import('../../canvas/Canvas.tsx').then(({ Canvas }) => ({ default: Canvas })));
const Inspector = lazy(() =>
  import('../../inspector/Inspector.tsx').then(({ Inspector }) => ({ default: Inspector })),
);

// A pane without content takes no room and has no separator. The canvas stays where it is in the tree: taking it out and
// in again would lose its view.
const noSide = 'grid-cols-[minmax(0,1fr)_0px]! [&>[role=separator]]:hidden';
const noFoot = 'grid-rows-[minmax(0,1fr)_0px]! [&>[role=separator]]:hidden';

/** Top bar, canvas or outline, inspector right, data below; on a phone the outline with sheets over it. */
export function EditorLayout() {
  const narrow = useNarrow();
  return narrow ? <PhoneLayout /> : <DeskLayout />;
}

function DeskLayout() {
  const open = useUi((state) => state.open !== null);
  const drawer = useUi((state) => state.open !== null && state.drawer !== 'closed');
  const view = useUi((state) => state.view);
  return (
    <div className="grid h-full grid-rows-[auto_auto_minmax(0,1fr)]">
      <TopBar />
      <SaveStrip />
      <SplitPane
        label="Inspector"
        direction="columns"
        fixed="second"
        initial={448}
        min={360}
        max={720}
        rememberAs="inspector"
        className={open ? 'max-desk:grid-cols-[minmax(0,1fr)_1px_400px]!' : noSide}
        first={
          <SplitPane
            label="Data of this step"
            direction="rows"
            fixed="second"
            initial={238}
            min={120}
            max={560}
            rememberAs="drawer"
            className={drawer ? '' : noFoot}
            first={
              <Stage>
                {view === 'outline' ? (
                  <Outline />
                ) : (
                  <Suspense fallback={<SkeletonRows label="Loading the canvas" height="table" />}>
                    <Canvas />
                  </Suspense>
                )}
              </Stage>
            }
            second={drawer ? <DataDrawer /> : null}
          />
        }
        second={
          open ? (
            <Suspense fallback={<SkeletonRows label="Loading the step" height="table" />}>
              <Inspector />
            </Suspense>
          ) : null
        }
      />
    </div>
  );
}

function Stage({ children }: { children: ReactNode }) {
  return (
    <div className="relative h-full overflow-hidden">
      {children}
      <RunLine />
      <ProblemsPanel />
      <ConflictNotice />
    </div>
  );
}

function PhoneLayout() {
  return (
    <div className="grid h-full grid-rows-[auto_auto_minmax(0,1fr)_auto]">
      <PhoneTop />
      <SaveStrip />
      <Stage>
        <Outline />
      </Stage>
      <PhoneBar />
      <InspectorSheet />
    </div>
  );
}
