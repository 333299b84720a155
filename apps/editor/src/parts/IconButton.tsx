import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { type ButtonKind, type ButtonSize, buttonClasses } from './Button.tsx';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';
import { Tooltip } from './Tooltip.tsx';

const widths: Record<ButtonSize, string> = {
  sm: 'w-(--control-sm)',
  md: 'w-(--control)',
  lg: 'w-(--control-lg)',
};

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  icon: LucideIcon;
  /** The accessible name, also shown as the tooltip. */
  label: string;
  /** Shortcut in command notation ("$mod+z"), shown in the tooltip. */
  keys?: string | undefined;
  kind?: ButtonKind;
  size?: ButtonSize;
  /** Set for a toggle: whether it is on. */
  pressed?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** For toolbars only: an icon with its name in a tooltip. In rows and cards use a Button with words. */
export function IconButton({
  icon,
  label,
  keys,
  kind = 'ghost',
  size = 'md',
  pressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip words={label} keys={keys}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={joinClasses(
          buttonClasses(kind, size),
          widths[size],
          'px-0! aria-pressed:bg-pressed aria-pressed:text-ink',
          className,
        )}
      >
        <Icon of={icon} size={size === 'sm' ? 'sm' : 'md'} />
      </button>
    </Tooltip>
  );
}
