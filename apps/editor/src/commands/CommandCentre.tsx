import { Suspense, useEffect } from 'react';
import { lazyPart } from '../parts/lazyPart.ts';
import { bindShortcuts } from './bindShortcuts.ts';
import { useOverlay } from './overlays.ts';
import { commands } from './registry.ts';

const CommandPalette = lazyPart(() => import('./CommandPalette.tsx'));
const KeySheet = lazyPart(() => import('./KeySheet.tsx'));

/** Binds the shortcuts and shows the palette or the key sheet. Once, inside the app. */
export function CommandCentre() {
  const { open, show } = useOverlay();
  useEffect(() => bindShortcuts(commands, window), []);
  const close = () => show(null);
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <CommandPalette onClose={close} />}
      {open === 'keys' && <KeySheet onClose={close} />}
    </Suspense>
  );
}
