import { createKeybindingsHandler, defaultKeybindingsHandlerIgnore } from 'tinykeys';
import { holdsModifier } from './keys.ts';
import { appliesNow, type Command, type CommandRegistry } from './registry.ts';

const overlays = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

function isInOverlay(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(overlays) !== null;
}

/**
 * Listens for the registry's shortcuts. A bare key ("n", "?") is ignored while someone types; nothing acts behind
 * an open dialog or menu. Where two commands share keys, the one added last that applies runs.
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
  return [...byKeys].map(([keys, candidates]) =>
    createKeybindingsHandler(
      {
        [keys]: (event) => {
          const command = candidates.find(appliesNow);
          if (!command) return;
          event.preventDefault();
          command.run();
        },
      },
      { ignore: holdsModifier(keys) ? () => false : isTyping },
    ),
  );
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type))
    return false;
  if (
    target instanceof Element &&
    target.matches('input, textarea, select, [contenteditable], [contenteditable] *')
  ) {
    return true;
  }
  return defaultKeybindingsHandlerIgnore(event);
}
