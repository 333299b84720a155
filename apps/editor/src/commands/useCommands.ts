import { useEffect, useRef, useSyncExternalStore } from 'react';
import { type Command, commands } from './registry.ts';

/**
 * Offers commands while the calling component is on screen. They may close over props and state: what runs is
 * always the latest version. The list of ids, titles and keys must not change during that time.
 */
export function useCommands(offered: readonly Command[]): void {
  const latest = useRef(offered);
  useEffect(() => {
    latest.current = offered;
  });
  useEffect(
    () =>
      commands.register(
        latest.current.map((command) => {
          const current = () => latest.current.find(({ id }) => id === command.id) ?? command;
          return { ...command, run: () => current().run(), when: () => current().when?.() ?? true };
        }),
      ),
    [],
  );
}

/** Every command there is now; the caller renders again when one comes or goes. */
export function useCommandList(): readonly Command[] {
  return useSyncExternalStore(commands.subscribe, commands.list);
}

/** The shortcut of a command, for a tooltip or a menu entry. */
export function useCommandKeys(id: string): string | undefined {
  return useCommandList().find((command) => command.id === id)?.keys;
}
