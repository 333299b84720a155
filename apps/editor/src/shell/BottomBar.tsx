import { Ellipsis, Search } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useOverlay } from '../commands/overlays.ts';
import { joinClasses } from '../parts/classes.ts';
import { formatCount } from '../parts/format.ts';
import { Icon } from '../parts/Icon.tsx';
import { Menu } from '../parts/Menu.tsx';
import type { MenuEntry } from '../parts/MenuEntries.tsx';
import { isCurrent, splitForPhone } from './navigation.ts';
import type { NavigationCounts } from './Sidebar.tsx';
import { useSettingsEntries } from './useSettingsEntries.ts';

const entryLook =
  'flex min-w-0 flex-1 flex-col items-center justify-center gap-1 text-2xs font-medium text-ink-2 -outline-offset-2! aria-[current=page]:text-accent-text';

type BottomBarProps = { path: string; counts?: NavigationCounts | undefined };

/** The main navigation of a phone: what is used most, and the rest under "More". */
export function BottomBar({ path, counts }: BottomBarProps) {
  const { bar, rest } = splitForPhone();
  const [, navigate] = useLocation();
  const show = useOverlay((state) => state.show);
  const more: MenuEntry[] = [
    ...rest.map((entry) => {
      const count = counts?.[entry.path]?.count ?? 0;
      return {
        label: count > 0 ? `${entry.label}, ${formatCount(count)}` : entry.label,
        icon: entry.icon,
        onSelect: () => navigate(entry.path),
      };
    }),
    { label: 'Search', icon: Search, onSelect: () => show('palette') },
    'separator',
    ...useSettingsEntries(),
  ];
  const restNeedsYou = rest.some((entry) => (counts?.[entry.path]?.count ?? 0) > 0);
  const restIsCurrent = rest.some((entry) => isCurrent(entry, path));
  return (
    <nav
      aria-label="Main"
      className="flex min-h-15 border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] wide:hidden"
    >
      {bar.map((entry) => (
        <Link
          key={entry.path}
          href={entry.path}
          aria-current={isCurrent(entry, path) ? 'page' : undefined}
          className={entryLook}
        >
          <Icon of={entry.icon} />
          {entry.label}
        </Link>
      ))}
      <Menu
        side="top"
        entries={more}
        trigger={
          <button type="button" className={joinClasses(entryLook, restIsCurrent && 'text-accent-text')}>
            <span className="relative">
              <Icon of={Ellipsis} />
              {restNeedsYou && (
                <span
                  className="absolute -top-0.5 -right-1.5 size-2 rounded-full bg-failed-mark"
                  aria-hidden="true"
                />
              )}
            </span>
            More
            {restNeedsYou && <span className="sr-only">, something needs you</span>}
          </button>
        }
      />
    </nav>
  );
}
