import { Keyboard, Monitor, Moon, Sun } from 'lucide-react';
import type { ReactElement } from 'react';
import { useOverlay } from '../commands/overlays.ts';
import { Menu } from '../parts/Menu.tsx';
import { setTheme, useTheme } from './theme.ts';

/** Appearance and keys. */
export default function SettingsMenu({ trigger }: { trigger: ReactElement }) {
  const theme = useTheme();
  const show = useOverlay((state) => state.show);
  return (
    <Menu
      trigger={trigger}
      side="top"
      align="start"
      entries={[
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
      ]}
    />
  );
}
