import { Command as Cmdk } from 'cmdk';
import { ScanSearch, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Icon } from '../parts/Icon.tsx';
import { Kbd } from '../parts/Kbd.tsx';
import { findAddress } from '../records/storyAddress.ts';
import { groupCommands } from './groupCommands.ts';
import { appliesNow } from './registry.ts';
import { useCommandList } from './useCommands.ts';

type CommandPaletteProps = { onClose: () => void };

/** Everything that can be done from here, found by typing. Loaded on first use. */
export default function CommandPalette({ onClose }: CommandPaletteProps) {
  // Everything but the command that opened it.
  const groups = groupCommands(
    useCommandList().filter((command) => command.id !== 'app.search' && appliesNow(command)),
  );
  const [text, setText] = useState('');
  const [, navigate] = useLocation();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-(--z-dialog) animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-(--z-dialog) w-[min(560px,calc(100vw-24px))] -translate-x-1/2 animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-dialog"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Cmdk label="Commands" loop>
            <div className="flex h-12 items-center gap-2.5 border-b border-line px-4">
              <Icon of={Search} className="text-ink-3" />
              <Cmdk.Input
                value={text}
                onValueChange={setText}
                placeholder="What do you want to do or open?"
                className="h-full w-full bg-transparent text-md outline-none"
              />
              <Kbd keys="Escape" />
            </div>
            <Cmdk.List className="max-h-[min(400px,60vh)] overflow-y-auto p-1.5">
              {text.trim().length < 2 && (
                <Cmdk.Empty className="px-3 py-6 text-ink-2">
                  Nothing matches. Try a shorter word, or the name of a page.
                </Cmdk.Empty>
              )}
              {groups.map(([heading, entries]) => (
                <Cmdk.Group
                  key={heading}
                  heading={heading}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
                >
                  {entries.map((command) => (
                    <Cmdk.Item
                      key={command.id}
                      value={command.id}
                      keywords={[command.title, ...(command.keywords ?? [])]}
                      onSelect={() => {
                        onClose();
                        command.run();
                      }}
                      className="flex h-(--row) cursor-default items-center gap-2.5 rounded-sm px-2.5 font-medium select-none data-[selected=true]:bg-hover"
                    >
                      <span className="w-4 text-ink-3">{command.icon && <Icon of={command.icon} />}</span>
                      <span className="min-w-0 flex-1 truncate">{command.title}</span>
                      {command.keys && <Kbd keys={command.keys} />}
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              ))}
              {text.trim().length > 1 && (
                <Cmdk.Item
                  forceMount
                  value={`record ${text}`}
                  onSelect={() => {
                    onClose();
                    navigate(findAddress(text.trim()));
                  }}
                  className="flex h-(--row) cursor-default items-center gap-2.5 rounded-sm px-2.5 font-medium select-none data-[selected=true]:bg-hover"
                >
                  <span className="w-4 text-ink-3">
                    <Icon of={ScanSearch} />
                  </span>
                  <span className="min-w-0 flex-1 truncate">Find the record “{text.trim()}”</span>
                </Cmdk.Item>
              )}
            </Cmdk.List>
          </Cmdk>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
