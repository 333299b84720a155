import type { LucideIcon } from 'lucide-react';

/** Something a person can do, said once: palette, shortcut, menu, tooltip and key sheet all read it from here. */
export type Command = {
  /** Stable and dotted: `flow.publish`. */
  id: string;
  /** Verb first, sentence case: "Publish this flow". */
  title: string;
  /** Heading in the palette and on the key sheet: "Go to", "Flow", "Canvas". */
  group: string;
  /** In tinykeys notation: `$mod+k`, `[Shift]+?`, `g r`. */
  keys?: string;
  /** Other words to find it by. */
  keywords?: readonly string[];
  icon?: LucideIcon;
  run: () => void;
  /** Left out: always. Asked each time, so it may read a store. */
  when?: () => boolean;
};

export type CommandRegistry = {
  /** Adds commands and returns how to take them away again. A known id is refused. */
  register: (commands: readonly Command[]) => () => void;
  /** All commands, in the order they came. The same array until something changes. */
  list: () => readonly Command[];
  find: (id: string) => Command | undefined;
  /** Runs a command that applies now. Returns whether it did. */
  run: (id: string) => boolean;
  subscribe: (listener: () => void) => () => void;
};

/** Whether a command can be run at this moment. */
export function appliesNow(command: Command): boolean {
  return command.when?.() ?? true;
}

/** One table of commands. The app has one (`commands`), a test makes its own. */
export function createCommandRegistry(): CommandRegistry {
  let commands: readonly Command[] = [];
  const listeners = new Set<() => void>();
  const change = (next: readonly Command[]) => {
    commands = next;
    for (const listener of listeners) listener();
  };
  const find = (id: string) => commands.find((command) => command.id === id);
  return {
    register(added) {
      const ids = new Set(commands.map((command) => command.id));
      for (const { id } of added) {
        if (ids.has(id))
          throw new Error(`Command "${id}" is already registered. Give one of the two another id.`);
        ids.add(id);
      }
      change([...commands, ...added]);
      return () => change(commands.filter((command) => !added.includes(command)));
    },
    list: () => commands,
    find,
    run(id) {
      const command = find(id);
      if (!command || !appliesNow(command)) return false;
      command.run();
      return true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The app's commands. */
export const commands = createCommandRegistry();
