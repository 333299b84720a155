import { Suspense } from 'react';
import { useUi } from '../../flow/FlowContext.tsx';
import { lazyPart } from '../../parts/lazyPart.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { SplitPane } from '../../parts/SplitPane.tsx';
import { SaveStrip } from './SaveStrip.tsx';
import { Stage } from './Stage.tsx';
import { TopBar } from './TopBar.tsx';
import { useNarrow } from './useNarrow.ts';

const loadCanvas = () => import('../../canvas/Canvas.tsx').then(({ Canvas }) => ({ default: Canvas }));
const Canvas = lazyPart(loadCanvas);
// Fetched beside the flow itself, not after it. A phone has no canvas.
if (window.matchMedia('(min-width: 760px)').matches) void loadCanvas();
const Inspector = lazyPart(() =>
  import('../../inspector/Inspector.tsx').then(({ Inspector }) => ({ default: Inspector })),
);

const PhoneLayout = lazyPart(() => import('./PhoneLayout.tsx'));
const Outline = lazyPart(() =>
  import('../../outline/Outline.tsx').then(({ Outline }) => ({ default: Outline })),
);
const DataDrawer = lazyPart(() =>
  import('../../drawer/DataDrawer.tsx').then(({ DataDrawer }) => ({ default: DataDrawer })),
);

// A pane without content takes no room and has no separator. The canvas stays where it is in the tree: taking it out and
// in again would lose its view.
const noSide = 'grid-cols-[minmax(0,1fr)_0px]! [&>[role=separator]]:hidden';
const noFoot = 'grid-rows-[minmax(0,1fr)_0px]! [&>[role=separator]]:hidden';

/** Top bar, canvas or outline, inspector right, data below; on a phone the outline with sheets over it. */
export function EditorLayout() {
  const narrow = useNarrow();
  if (!narrow) return <DeskLayout />;
  return (
    <Suspense fallback={<SkeletonRows label="Loading the flow" height="table" />}>
      <PhoneLayout />
    </Suspense>
  );
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
                <Suspense fallback={<SkeletonRows label="Loading the flow" height="table" />}>
                  {view === 'outline' ? <Outline /> : <Canvas />}
                </Suspense>
              </Stage>
            }
            second={
              drawer ? (
                <Suspense fallback={<SkeletonRows label="Loading the data" height="table" />}>
                  <DataDrawer />
                </Suspense>
              ) : null
            }
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
