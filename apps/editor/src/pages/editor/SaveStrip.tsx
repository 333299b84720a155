import { Suspense } from 'react';
import { lazyPart } from '../../parts/lazyPart.ts';
import { OfflineStrip } from '../../parts/OfflineStrip.tsx';
import { useFlowFacts, useSaveState, useSession } from './session.tsx';

const GuardBanner = lazyPart(() =>
  import('../../streams/GuardBanner.tsx').then((module) => ({ default: module.GuardBanner })),
);

const RefusedBanner = lazyPart(() =>
  import('../../connections/RefusedBanner.tsx').then((module) => ({ default: module.RefusedBanner })),
);

/** Across the page while the server does not answer, or while the flow stands still until a person has decided. */
export function SaveStrip() {
  const { autosave } = useSession();
  const save = useSaveState();
  return (
    <div>
      {save.phase === 'away' && (
        <OfflineStrip keepsEdits retryIn={save.retryIn} onRetry={() => void autosave.flush()} />
      )}
      <Stop />
    </div>
  );
}

function Stop() {
  const flow = useFlowFacts();
  return (
    <Suspense fallback={null}>
      {flow.pauseReason === 'guard' && <GuardBanner flow={flow} />}
      {flow.refusedBy && <RefusedBanner flow={flow} />}
    </Suspense>
  );
}
