import { Check } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';
import type { Option } from './Select.tsx';

type OptionListProps<Value extends string> = {
  id: string;
  label: string;
  options: readonly Option<Value>[];
  value: Value | null;
  onChoose: (value: Value) => void;
  /** Tab was pressed: the list closes without a choice. */
  onLeave: () => void;
};

/** The open list of a Select. Holds the focus itself and points at the option the keys are on. */
export function OptionList<Value extends string>({
  id,
  label,
  options,
  value,
  onChoose,
  onLeave,
}: OptionListProps<Value>) {
  const chosen = options.findIndex((option) => option.value === value);
  const [at, setAt] = useState(chosen >= 0 ? chosen : options.findIndex((option) => !option.disabled));
  const typed = useRef({ text: '', when: 0 });

  const go = (to: number) => {
    setAt(to);
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' });
  };
  const step = (direction: 1 | -1, from = at) => {
    const next = from + direction;
    if (next < 0 || next >= options.length) return;
    if (options[next]?.disabled) step(direction, next);
    else go(next);
  };
  const choose = (index: number) => {
    const option = options[index];
    if (option && !option.disabled) onChoose(option.value);
  };
  const findByLetters = (letter: string, when: number) => {
    const text = when - typed.current.when < 700 ? typed.current.text + letter : letter;
    typed.current = { text, when };
    const found = options.findIndex(
      (option) => !option.disabled && option.label.toLowerCase().startsWith(text.toLowerCase()),
    );
    if (found >= 0) go(found);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Home') step(1, -1);
    else if (event.key === 'End') step(-1, options.length);
    else if (event.key === 'Enter' || event.key === ' ') choose(at);
    else if (event.key === 'Tab') onLeave();
    else if (event.key.length === 1) findByLetters(event.key, event.timeStamp);
    else return;
    event.preventDefault();
  };

  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      aria-activedescendant={`${id}-${at}`}
      tabIndex={-1}
      onKeyDown={press}
      className="p-1 outline-none"
    >
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys for its options
        <div
          key={option.value}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          aria-disabled={option.disabled}
          onClick={() => choose(index)}
          onPointerMove={() => !option.disabled && setAt(index)}
          className={joinClasses(
            'flex min-h-(--row-compact) cursor-default items-center gap-2 rounded-sm px-2 py-1 select-none',
            index === at && 'bg-hover',
            option.disabled && 'text-ink-disabled',
          )}
        >
          {option.icon && <Icon of={option.icon} size="sm" className="text-ink-3" />}
          <span className="min-w-0 flex-1">
            {option.label}
            {option.hint && <span className="block text-xs text-ink-3">{option.hint}</span>}
          </span>
          <span className="w-3.5">
            {index === chosen && <Icon of={Check} size="sm" className="text-accent-text" />}
          </span>
        </div>
      ))}
    </div>
  );
}
