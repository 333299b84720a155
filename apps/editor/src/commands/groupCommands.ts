import type { Command } from './registry.ts';

/** Commands under their headings, both in the order they were registered. */
export function groupCommands(list: readonly Command[]): [heading: string, entries: Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of list) {
    const entries = groups.get(command.group);
    if (entries) entries.push(command);
    else groups.set(command.group, [command]);
  }
  return [...groups];
}
