import {
  CircleAlert,
  History,
  House,
  Inbox,
  LayoutTemplate,
  type LucideIcon,
  Plug,
  ScanSearch,
  Workflow,
} from 'lucide-react';
import { pages } from '../pages/registry.ts';

export type NavigationEntry = { path: string; label: string; icon: LucideIcon; keys: string };

const entries: readonly NavigationEntry[] = [
  { path: '/', label: 'Home', icon: House, keys: 'g h' },
  { path: '/flows', label: 'Flows', icon: Workflow, keys: 'g f' },
  { path: '/runs', label: 'Runs', icon: History, keys: 'g r' },
  { path: '/records', label: 'Records', icon: ScanSearch, keys: 'g s' },
  { path: '/failures', label: 'Not synced', icon: CircleAlert, keys: 'g n' },
  { path: '/approvals', label: 'Waiting for you', icon: Inbox, keys: 'g w' },
  { path: '/connections', label: 'Connections', icon: Plug, keys: 'g c' },
  { path: '/templates', label: 'Templates', icon: LayoutTemplate, keys: 'g t' },
];

/** The main navigation: of all entries those whose page exists. */
export const navigation = entries.filter((entry) => pages.some((page) => page.path === entry.path));

/** Whether the entry stands for the page at this path: itself or something below it. */
export function isCurrent(entry: NavigationEntry, path: string): boolean {
  return entry.path === '/' ? path === '/' : path === entry.path || path.startsWith(`${entry.path}/`);
}

/** What a phone's bar has room for, and what goes under "More". */
export function splitForPhone(): { bar: readonly NavigationEntry[]; rest: readonly NavigationEntry[] } {
  return { bar: navigation.slice(0, 3), rest: navigation.slice(3) };
}
