import { Popover } from 'radix-ui';
import { type RefObject, useRef } from 'react';
import { OptionList } from './OptionList.tsx';
import type { Option } from './Select.tsx';

type SelectListProps<Value extends string> = {
  id: string;
  label: string;
  options: readonly Option<Value>[];
  value: Value | null;
  button: RefObject<HTMLButtonElement | null>;
  onChoose: (value: Value) => void;
  onClose: () => void;
};

/** The list of a Select, under its button. Loaded when a Select is about to be opened. */
export default function SelectList<Value extends string>({
  id,
  label,
  options,
  value,
  button,
  onChoose,
  onClose,
}: SelectListProps<Value>) {
  const left = useRef(false);
  // The button is there whenever its list is.
  const anchor = button as RefObject<HTMLButtonElement>;
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          role="presentation"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            document.getElementById(id)?.focus();
          }}
          onInteractOutside={(event) => {
            // The button's own press closes the list; closed here as well, it would open again at once.
            if (event.target instanceof Node && button.current?.contains(event.target))
              event.preventDefault();
            else left.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!left.current) button.current?.focus();
          }}
          className="z-(--z-popover) max-h-(--radix-popover-content-available-height) max-w-[min(var(--radix-popover-content-available-width),max(var(--radix-popover-trigger-width),28rem))] min-w-(--radix-popover-trigger-width) animate-appear overflow-y-auto rounded-lg border border-line bg-raised shadow-float"
        >
          <OptionList
            id={id}
            label={label}
            options={options}
            value={value}
            onChoose={onChoose}
            onLeave={onClose}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
