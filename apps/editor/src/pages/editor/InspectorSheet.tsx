import { ChevronLeft } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Suspense } from 'react';
import { titleOf } from '../../canvas/titleOf.ts';
import { DataDrawer } from '../../drawer/DataDrawer.tsx';
import { useOpenFlow, useUi } from '../../flow/FlowContext.tsx';
import { Button } from '../../parts/Button.tsx';
import { lazyPart } from '../../parts/lazyPart.ts';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';

const Inspector = lazyPart(() =>
  import('../../inspector/Inspector.tsx').then(({ Inspector }) => ({ default: Inspector })),
);

/** The open step over the whole screen of a phone, with its data below. */
export function InspectorSheet() {
  const flow = useOpenFlow();
  const open = useUi((state) => state.open);
  const drawer = useUi((state) => state.drawer !== 'closed');
  const close = () => flow.ui.getState().set({ open: null });
  return (
    <Dialog.Root open={open !== null} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-(--z-drawer) flex animate-appear flex-col bg-panel"
        >
          <Dialog.Title className="sr-only">{open === null ? 'Step' : titleOf(flow, open)}</Dialog.Title>
          <div className="border-b border-line px-1 py-1">
            <Button kind="ghost" icon={ChevronLeft} onClick={close}>
              All steps
            </Button>
          </div>
          <div className="min-h-0 flex-1">
            <Suspense fallback={<SkeletonRows label="Loading the step" height="table" />}>
              <Inspector />
            </Suspense>
          </div>
          {drawer && (
            <div className="h-[38dvh] min-h-0 shrink-0">
              <DataDrawer />
            </div>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
