import { Popover } from 'radix-ui';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { joinClasses } from '../parts/classes.ts';
import { TextInput } from '../parts/TextInput.tsx';

export type PickerOption = {
  value: string;
  /** Shown and searched in its place. */
  label?: string;
  hint?: string | undefined;
};

type FieldPickerProps = {
  value: string;
  /** Called once a name is chosen, or typed and left. */
  onChange: (value: string) => void;
  options: readonly PickerOption[];
  placeholder?: string | undefined;
  /** Accessible name outside a Field. */
  label?: string | undefined;
  /** Empties the box after each choice: for adding to a list. */
  clears?: boolean;
  size?: 'sm' | 'md';
  className?: string;
};

const shownAtMost = 60;

const nameOf = (option: PickerOption | undefined): string | undefined => option?.label ?? option?.value;

/** A name from a list, or any other: what is not on the list can be typed as well. */
export function FieldPicker({
  value,
  onChange,
  options,
  placeholder,
  label,
  clears,
  size = 'md',
  className,
}: FieldPickerProps) {
  const listId = useId();
  const held = nameOf(options.find((option) => option.value === value)) ?? value;
  const [text, setText] = useState(held);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  useEffect(() => setText(held), [held]);

  const found = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    // The whole list while the box shows what is chosen: one opens it to see what else there is.
    if (wanted === '' || text === held) return options.slice(0, shownAtMost);
    return options
      .filter((option) => (nameOf(option) ?? '').toLowerCase().includes(wanted))
      .slice(0, shownAtMost);
  }, [options, text, held]);

  const settle = (next: string) => {
    setOpen(false);
    setAt(-1);
    const trimmed = next.trim();
    const known = options.find((option) => nameOf(option) === trimmed);
    const wanted = known?.value ?? trimmed;
    if (wanted !== value) onChange(wanted);
    setText(clears ? '' : (nameOf(known) ?? trimmed));
  };
  const move = (by: number) => {
    setOpen(true);
    if (found.length > 0) setAt((at + by + found.length) % found.length);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(at === -1 ? 0 : -1);
    else if (event.key === 'Enter') settle(open ? (nameOf(found[at]) ?? text) : text);
    else if (event.key === 'Escape' && open) setOpen(false);
    else return;
    // Escape closes the list, not the panel around it.
    event.stopPropagation();
    event.preventDefault();
  };

  return (
    <Popover.Root open={open && found.length > 0} onOpenChange={setOpen}>
      <Popover.Anchor asChild>
        <span className={joinClasses('flex min-w-0', className)}>
          <TextInput
            role="combobox"
            aria-label={label}
            aria-expanded={open && found.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
            className="w-full"
            size={size}
            value={text}
            placeholder={placeholder}
            onChange={(event) => {
              setText(event.target.value);
              setAt(-1);
              setOpen(true);
            }}
            onClick={() => setOpen(true)}
            onBlur={() => settle(text)}
            onKeyDown={press}
          />
        </span>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          role="presentation"
          onOpenAutoFocus={(event) => event.preventDefault()}
          className="z-(--z-popover) max-h-64 w-(--radix-popover-trigger-width) min-w-56 overflow-y-auto rounded-lg border border-line bg-raised shadow-float"
        >
          <div id={listId} role="listbox" aria-label={label ?? 'Choices'} className="p-1">
            {found.map((option, index) => (
              <div
                key={option.value}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={option.value === value}
                // Before the blur of the input, which would settle what was typed.
                onPointerDown={(event) => {
                  event.preventDefault();
                  settle(nameOf(option) ?? option.value);
                }}
                onPointerMove={() => setAt(index)}
                className={joinClasses(
                  'flex min-h-(--row-compact) cursor-default items-center gap-2 rounded-sm px-2 py-1 select-none',
                  index === at && 'bg-hover',
                  option.value === value && 'font-medium',
                )}
              >
                <span className="min-w-0 flex-1 truncate">{nameOf(option)}</span>
                {option.hint && <span className="shrink-0 text-xs text-ink-3">{option.hint}</span>}
              </div>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
