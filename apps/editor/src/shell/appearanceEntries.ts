import { Monitor, Moon, Sun } from 'lucide-react';
import type { MenuEntry } from '../parts/MenuEntries.tsx';
import { setTheme, type Theme } from './theme.ts';

/** The three themes as menu entries, the chosen one ticked. */
export function listAppearanceEntries(theme: Theme): MenuEntry[] {
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
  ];
}
