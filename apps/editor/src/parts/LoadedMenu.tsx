import { DropdownMenu as Radix } from 'radix-ui';
import type { MenuProps } from './Menu.tsx';
import { MenuEntries, menuBox } from './MenuEntries.tsx';

/** The menu itself, opened by the press that loaded it. */
export default function LoadedMenu({ entries, trigger, side = 'bottom', align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content side={side} align={align} sideOffset={4} collisionPadding={8} className={menuBox}>
          <MenuEntries entries={entries} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
