import { OfflineStrip } from '../../parts/OfflineStrip.tsx';
import { useSaveState, useSession } from './session.tsx';

/** Across the page while the server does not answer. */
export function SaveStrip() {
  const { autosave } = useSession();
  const save = useSaveState();
  if (save.phase !== 'away') return <div />;
  return <OfflineStrip keepsEdits retryIn={save.retryIn} onRetry={() => void autosave.flush()} />;
}
