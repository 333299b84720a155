import { createKeybindingsHandler } from 'tinykeys';
import { holdsModifier } from './keys.ts';
import { appliesNow, type Command, type CommandRegistry } from './registry.ts';

const overlays = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

function isInOverlay(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(overlays) !== null;
}

/**
 * Listens for the registry's shortcuts. A bare key ("n", "?") is ignored while someone types; nothing acts behind
 * an open dialog or menu, or on a key a component has handled. Where two commands share keys, the one added last
 * that applies runs.
 */
export function bindShortcuts(registry: CommandRegistry, target: Window): () => void {
  let handlers = buildHandlers(registry.list());
  const stopListening = registry.subscribe(() => {
    handlers = buildHandlers(registry.list());
  });
  const listen = (event: KeyboardEvent) => {
    if (isInOverlay(event)) return;
    for (const handle of handlers) handle(event);
  };
  target.addEventListener('keydown', listen);
  return () => {
    stopListening();
    target.removeEventListener('keydown', listen);
  };
}

function buildHandlers(list: readonly Command[]): EventListener[] {
  const byKeys = new Map<string, Command[]>();
  for (const command of list) {
    if (command.keys) byKeys.set(command.keys, [command, ...(byKeys.get(command.keys) ?? [])]);
  }
  // Sequences first: after "g", the "r" of "g r" must not also run a command on "r".
  const longestFirst = [...byKeys].sort(([a], [b]) => b.split(' ').length - a.split(' ').length);
  return longestFirst.map(([keys, candidates]) =>
    createKeybindingsHandler(
      {
        [keys]: (event) => {
          const command = candidates.find(appliesNow);
          if (!command || event.defaultPrevented) return;
          event.preventDefault();
          command.run();
        },
      },
      { ignore: holdsModifier(keys) ? () => false : isTyping },
    ),
  );
}

const ticked = ['checkbox', 'radio', 'button', 'submit'];

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (event.repeat || event.isComposing) return true;
  if (target instanceof HTMLInputElement) return !ticked.includes(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select'));
}
