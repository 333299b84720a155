import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { MenuEntries, type MenuEntry, menuBox } from './MenuEntries.tsx';

type ContextMenuProps = { entries: readonly MenuEntry[]; children: ReactElement };

/** A Menu's list on a right click, a long press or the menu key. Every entry must be reachable elsewhere too. */
export function ContextMenu({ entries, children }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className={menuBox}>
          <MenuEntries entries={entries} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
