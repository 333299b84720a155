import { Check, type LucideIcon } from 'lucide-react';
import type { DropdownMenu } from 'radix-ui';
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

/** The box of every menu. */
export const menuBox =
  'z-(--z-popover) max-h-(--radix-popper-available-height) min-w-44 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-float';

type Parts = Pick<typeof DropdownMenu, 'Item' | 'CheckboxItem' | 'ItemIndicator' | 'Separator' | 'Label'>;

/** The entries, drawn with the dropdown's or the context menu's parts. */
export function MenuEntries({ entries, parts }: { entries: readonly MenuEntry[]; parts: Parts }) {
  return entries.map((entry, index) => {
    if (entry === 'separator') {
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
