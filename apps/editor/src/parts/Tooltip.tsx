import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { formatKeys } from '../commands/keys.ts';

type TooltipProps = {
  words: string;
  /** Shortcut in command notation. */
  keys?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** The one element that gets the tooltip. It must take a ref and the props it is given. */
  children: ReactElement;
};

/** A reminder of a name or a shortcut, on hover and on focus. Never the only explanation of anything. */
export function Tooltip({ words, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-(--z-tooltip) max-w-64 animate-appear rounded-sm bg-inverse px-2 py-1 text-xs text-ink-inverse"
        >
          {words}
          {keys && <span className="ml-2 opacity-75">{formatKeys(keys)}</span>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Shares the delay among tooltips: after the first, the next shows at once. Once, around the app. */
export const TooltipProvider = Radix.Provider;
