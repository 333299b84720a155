import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useOverlay } from '../commands/overlays.ts';
import type { MenuEntry } from '../parts/MenuEntries.tsx';
import { useSignOut } from '../session/useSignOut.ts';
import { setTheme, useTheme } from './theme.ts';

/** What the settings menu offers: the three themes, all keys, and the way out where there is a sign-in. */
export function useSettingsEntries(): MenuEntry[] {
  const theme = useTheme();
  const show = useOverlay((state) => state.show);
  const signOut = useSignOut();
  return [
    { heading: 'Appearance' },
    { label: 'Light', icon: Sun, checked: theme === 'light', onSelect: () => setTheme('light') },
    { label: 'Dark', icon: Moon, checked: theme === 'dark', onSelect: () => setTheme('dark') },
    {
      label: 'Like this device',
      icon: Monitor,
      checked: theme === 'system',
      onSelect: () => setTheme('system'),
    },
    'separator',
    { label: 'All keys', icon: Keyboard, keys: '?', onSelect: () => show('keys') },
    ...(signOut ? [{ label: 'Sign out', icon: LogOut, onSelect: signOut }] : []),
  ];
}
