import { Suspense } from 'react';
import { useUi } from '../../flow/FlowContext.tsx';
import { Outline } from '../../outline/Outline.tsx';
import { lazyPart } from '../../parts/lazyPart.ts';
import { PhoneBar } from './PhoneBar.tsx';
import { PhoneTop } from './PhoneTop.tsx';
import { SaveStrip } from './SaveStrip.tsx';
import { Stage } from './Stage.tsx';

const InspectorSheet = lazyPart(() =>
  import('./InspectorSheet.tsx').then(({ InspectorSheet }) => ({ default: InspectorSheet })),
);

/** On a phone: the outline, with sheets over it. */
export default function PhoneLayout() {
  const open = useUi((state) => state.open !== null);
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto]">
      <PhoneTop />
      <SaveStrip />
      <Stage>
        <Outline />
      </Stage>
      <PhoneBar />
      <Suspense fallback={null}>{open && <InspectorSheet />}</Suspense>
    </div>
  );
}
