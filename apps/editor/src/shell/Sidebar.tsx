import { Search, Settings } from 'lucide-react';
import { Link } from 'wouter';
import { useOverlay } from '../commands/overlays.ts';
import { useCommandKeys } from '../commands/useCommands.ts';
import { Brand } from '../parts/Brand.tsx';
import { CountBubble, type CountKind } from '../parts/CountBubble.tsx';
import { joinClasses } from '../parts/classes.ts';
import { Icon } from '../parts/Icon.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { Menu } from '../parts/Menu.tsx';
import { isCurrent, navigation } from './navigation.ts';
import { useSettingsEntries } from './useSettingsEntries.ts';
import { WorkerLine, type WorkerState } from './WorkerLine.tsx';

/** What needs someone, per navigation path: `{ '/connections': { count: 2, kind: 'warning', label: 'need you' } }`. */
export type NavigationCounts = Record<string, { count: number; kind: CountKind; label: string }>;

type SidebarProps = {
  path: string;
  workers?: WorkerState | undefined;
  counts?: NavigationCounts | undefined;
};

const entryLook = joinClasses(
  'group flex h-7.5 w-full items-center gap-2.5 rounded-sm px-2 text-left font-medium text-ink-2 hover:bg-hover',
  'aria-[current=page]:bg-pressed aria-[current=page]:text-ink pointer-coarse:h-11',
);
const iconLook = 'text-ink-3 group-aria-[current=page]:text-ink';

/** The main navigation at 760 px and wider. */
export function Sidebar({ path, workers, counts }: SidebarProps) {
  const show = useOverlay((state) => state.show);
  const settings = useSettingsEntries();
  const searchKeys = useCommandKeys('app.search');
  return (
    <nav
      aria-label="Main"
      className="hidden min-h-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-sunken px-2.5 py-3 wide:flex"
    >
      <Link href="/" aria-label="Syncline, home" className="mb-2.5 flex h-8 items-center rounded-sm px-1.5">
        <Brand />
      </Link>
      <button type="button" aria-haspopup="dialog" onClick={() => show('palette')} className={entryLook}>
        <Icon of={Search} className={iconLook} />
        Search
        {searchKeys && <Kbd keys={searchKeys} className="ml-auto" />}
      </button>
      <div className="h-1.5 shrink-0" />
      {navigation.map((entry) => {
        const count = counts?.[entry.path];
        return (
          <Link
            key={entry.path}
            href={entry.path}
            aria-current={isCurrent(entry, path) ? 'page' : undefined}
            className={entryLook}
          >
            <Icon of={entry.icon} className={iconLook} />
            {entry.label}
            {count && count.count > 0 && <CountBubble {...count} className="ml-auto" />}
          </Link>
        );
      })}
      <div className="flex-1" />
      <Menu
        side="top"
        align="start"
        entries={settings}
        trigger={
          <button type="button" className={entryLook}>
            <Icon of={Settings} className={iconLook} />
            Settings
          </button>
        }
      />
      {workers && <WorkerLine {...workers} />}
    </nav>
  );
}
