import { Check, type LucideIcon } from 'lucide-react';
import { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui';
import type { ReactElement } from 'react';
import { formatKeys } from '../commands/keys.ts';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';

export type MenuEntry =
  | 'separator'
  | { heading: string }
  | {
      label: string;
      onSelect: () => void;
      icon?: LucideIcon;
      /** Shortcut in command notation, shown at the end. */
      keys?: string | undefined;
      /** A second, grey line: why it is not available, what it does. */
      hint?: string;
      danger?: boolean;
      disabled?: boolean;
      /** Set for an entry that is one of several states: draws the tick. */
      checked?: boolean;
    };

const box =
  'z-(--z-popover) max-h-(--radix-popper-available-height) min-w-44 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-float';

type MenuProps = {
  entries: readonly MenuEntry[];
  /** The button that opens it. It must take a ref and the props it is given. */
  trigger: ReactElement;
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'end';
};

/** A list of actions under a button. */
export function Menu({ entries, trigger, side = 'bottom', align = 'end' }: MenuProps) {
  return (
    <RadixDropdown.Root modal={false}>
      <RadixDropdown.Trigger asChild>{trigger}</RadixDropdown.Trigger>
      <RadixDropdown.Portal>
        <RadixDropdown.Content side={side} align={align} sideOffset={4} collisionPadding={8} className={box}>
          <MenuEntries entries={entries} parts={RadixDropdown} />
        </RadixDropdown.Content>
      </RadixDropdown.Portal>
    </RadixDropdown.Root>
  );
}

type ContextMenuProps = { entries: readonly MenuEntry[]; children: ReactElement };

/** The same list on a right click, a long press or the menu key. Every entry must be reachable elsewhere too. */
export function ContextMenu({ entries, children }: ContextMenuProps) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content collisionPadding={8} className={box}>
          <MenuEntries entries={entries} parts={RadixContext} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

type Parts = Pick<typeof RadixDropdown, 'Item' | 'CheckboxItem' | 'ItemIndicator' | 'Separator' | 'Label'>;

function MenuEntries({ entries, parts }: { entries: readonly MenuEntry[]; parts: Parts }) {
  return entries.map((entry, index) => {
    if (entry === 'separator') {
      // biome-ignore lint/suspicious/noArrayIndexKey: a separator has no identity but its place
      return <parts.Separator key={index} className="-mx-1 my-1 h-px bg-line" />;
    }
    if ('heading' in entry) {
      return (
        <parts.Label key={entry.heading} className="px-2 pt-1.5 pb-0.5 text-2xs font-medium text-ink-3">
          {entry.heading}
        </parts.Label>
      );
    }
    const { label, icon, keys, hint, danger, disabled, checked, onSelect } = entry;
    const look = joinClasses(
      'flex min-h-(--row-compact) cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-disabled:text-ink-disabled',
      danger ? 'text-failed data-highlighted:bg-failed-soft' : 'data-highlighted:bg-hover',
    );
    const content = (
      <>
        {icon && <Icon of={icon} size="sm" className={danger ? undefined : 'text-ink-3'} />}
        <span className="min-w-0 flex-1">
          {label}
          {hint && <span className="block text-xs text-ink-3">{hint}</span>}
        </span>
        {keys && <span className="pl-4 text-xs text-ink-3">{formatKeys(keys)}</span>}
      </>
    );
    const shared = { key: label, onSelect, className: look, ...(disabled && { disabled: true }) };
    if (checked === undefined) {
      const { key, ...rest } = shared;
      return (
        <parts.Item key={key} {...rest}>
          {content}
        </parts.Item>
      );
    }
    const { key, ...rest } = shared;
    return (
      <parts.CheckboxItem key={key} {...rest} checked={checked}>
        {content}
        <span className="w-3.5">
          <parts.ItemIndicator>
            <Icon of={Check} size="sm" className="text-accent-text" />
          </parts.ItemIndicator>
        </span>
      </parts.CheckboxItem>
    );
  });
}
