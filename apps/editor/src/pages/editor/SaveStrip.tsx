import { lazy, Suspense } from 'react';
import { OfflineStrip } from '../../parts/OfflineStrip.tsx';
import { useFlowFacts, useSaveState, useSession } from './session.tsx';

const GuardBanner = lazy(() =>
  import('../../streams/GuardBanner.tsx').then((module) => ({ default: module.GuardBanner })),
);

/** Across the page while the server does not answer, or while the flow asks before it deletes. */
export function SaveStrip() {
  const { autosave } = useSession();
  const save = useSaveState();
  return (
    <div>
      {save.phase === 'away' && (
        <OfflineStrip keepsEdits retryIn={save.retryIn} onRetry={() => void autosave.flush()} />
      )}
      <Guard />
    </div>
  );
}

function Guard() {
  const flow = useFlowFacts();
  if (flow.pauseReason !== 'guard') return null;
  return (
    <Suspense fallback={null}>
      <GuardBanner flow={flow} />
    </Suspense>
  );
}
