import { Ellipsis, Keyboard, Monitor, Moon, Search, Sun } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useOverlay } from '../commands/overlays.ts';
import { joinClasses } from '../parts/classes.ts';
import { Icon } from '../parts/Icon.tsx';
import { Menu, type MenuEntry } from '../parts/Menu.tsx';
import { isCurrent, navigation } from './navigation.ts';
import { setTheme, useTheme } from './theme.ts';

const entryLook =
  'flex min-w-0 flex-1 flex-col items-center justify-center gap-1 text-2xs font-medium text-ink-2 aria-[current=page]:text-accent-text';
const shownAtOnce = 3;

/** The main navigation of a phone: what is used most, and the rest under "More". */
export function BottomBar({ path }: { path: string }) {
  const theme = useTheme();
  const show = useOverlay((state) => state.show);
  const [, navigate] = useLocation();
  const more: MenuEntry[] = [
    ...navigation.slice(shownAtOnce).map((entry) => ({
      label: entry.label,
      icon: entry.icon,
      onSelect: () => navigate(entry.path),
    })),
    { label: 'Search', icon: Search, onSelect: () => show('palette') },
    { label: 'All keys', icon: Keyboard, onSelect: () => show('keys') },
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
  const restIsCurrent = navigation.slice(shownAtOnce).some((entry) => isCurrent(entry, path));
  return (
    <nav
      aria-label="Main"
      className="flex h-15 border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] wide:hidden"
    >
      {navigation.slice(0, shownAtOnce).map((entry) => (
        <Link
          key={entry.path}
          href={entry.path}
          aria-current={isCurrent(entry, path) ? 'page' : undefined}
          className={joinClasses(entryLook, '-outline-offset-2!')}
        >
          <Icon of={entry.icon} />
          {entry.label}
        </Link>
      ))}
      <Menu
        trigger={
          <button
            type="button"
            className={joinClasses(entryLook, '-outline-offset-2!', restIsCurrent && 'text-accent-text')}
          >
            <Icon of={Ellipsis} />
            More
          </button>
        }
        side="top"
        entries={more}
      />
    </nav>
  );
}
