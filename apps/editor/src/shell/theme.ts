import { useSyncExternalStore } from 'react';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

// public/theme.js reads the same name before the first paint.
const storageName = 'syncline.theme';
const listeners = new Set<() => void>();
let current: Theme = readStored();

function readStored(): Theme {
  try {
    const stored = localStorage.getItem(storageName);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system'; // Storage may be refused; the system's theme is then right.
  }
}

/** Changes the theme now and for later visits. `system` follows the device. */
export function setTheme(theme: Theme): void {
  current = theme;
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(storageName, theme);
  } catch {
    // Refused storage: the choice holds until the page is left.
  }
  for (const listener of listeners) listener();
}

/** The chosen theme. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
