import { Suspense } from 'react';
import { lazyPart } from '../../parts/lazyPart.ts';
import { useSessionState } from './session.tsx';

const PublishDialog = lazyPart(() =>
  import('./PublishDialog.tsx').then((module) => ({ default: module.PublishDialog })),
);
const SettingsDialog = lazyPart(() =>
  import('./SettingsDialog.tsx').then((module) => ({ default: module.SettingsDialog })),
);
const ImportDialog = lazyPart(() =>
  import('./ImportDialog.tsx').then((module) => ({ default: module.ImportDialog })),
);
const DeleteDialog = lazyPart(() =>
  import('./DeleteDialog.tsx').then((module) => ({ default: module.DeleteDialog })),
);

/** The dialog that is open, fetched when it is first asked for. */
export function EditorDialogs() {
  const dialog = useSessionState((state) => state.dialog);
  return (
    <Suspense fallback={null}>
      {dialog === 'publish' && <PublishDialog />}
      {dialog === 'settings' && <SettingsDialog />}
      {dialog === 'import' && <ImportDialog />}
      {dialog === 'delete' && <DeleteDialog />}
    </Suspense>
  );
}
