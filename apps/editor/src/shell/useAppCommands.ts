import { Keyboard, Monitor, Moon, Plus, ScanSearch, Search, Sun } from 'lucide-react';
import { useLocation } from 'wouter';
import { useOverlay } from '../commands/overlays.ts';
import { useCommands } from '../commands/useCommands.ts';
import { pages } from '../pages/registry.ts';
import { navigation } from './navigation.ts';
import { setTheme } from './theme.ts';

const hasEditor = pages.some((page) => page.path === '/flows/:id');

/** The commands that work on every page. */
export function useAppCommands(): void {
  const [, navigate] = useLocation();
  const show = useOverlay((state) => state.show);
  useCommands([
    {
      id: 'app.search',
      title: 'Search and commands',
      group: 'Anywhere',
      keys: '$mod+k',
      icon: Search,
      run: () => show('palette'),
    },
    {
      id: 'app.keys',
      title: 'Show all keys',
      group: 'Anywhere',
      keys: '[Shift]+?',
      icon: Keyboard,
      run: () => show('keys'),
    },
    {
      id: 'flow.new',
      title: 'New flow',
      group: 'Anywhere',
      keys: 'n',
      icon: Plus,
      when: () => hasEditor,
      run: () => navigate('/flows/new'),
    },
    {
      id: 'record.find',
      title: 'Find a record',
      group: 'Anywhere',
      keys: '/',
      keywords: ['customer', 'e-mail', 'phone', 'id', 'story', 'history'],
      icon: ScanSearch,
      run: () => navigate('/records'),
    },
    ...navigation.map(({ path, label, icon, keys }) => ({
      id: `go.${path.slice(1) || 'home'}`,
      title: `Go to ${label}`,
      group: 'Go to',
      keys,
      icon,
      run: () => navigate(path),
    })),
    {
      id: 'theme.light',
      title: 'Use the light theme',
      group: 'Appearance',
      icon: Sun,
      run: () => setTheme('light'),
    },
    {
      id: 'theme.dark',
      title: 'Use the dark theme',
      group: 'Appearance',
      icon: Moon,
      run: () => setTheme('dark'),
    },
    {
      id: 'theme.system',
      title: 'Use the theme of this device',
      group: 'Appearance',
      icon: Monitor,
      run: () => setTheme('system'),
    },
  ]);
}
