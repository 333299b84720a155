import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { CountBubble, type CountKind } from './CountBubble.tsx';
import { joinClasses } from './classes.ts';

export type Tab<Value extends string = string> = {
  value: Value;
  label: string;
  count?: number;
  countKind?: CountKind;
};

type TabsProps<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly Tab<Value>[];
  /** At the right end of the bar. */
  end?: ReactNode;
  /** The panel of the chosen tab. */
  children: ReactNode;
  className?: string;
};

/** Views of one thing, one at a time. Arrow keys, Home and End choose; Tab goes into the panel. */
export function Tabs<Value extends string>({
  label,
  value,
  onChange,
  tabs,
  end,
  children,
  className,
}: TabsProps<Value>) {
  const id = useId();
  const bar = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent) => {
    const here = tabs.findIndex((tab) => tab.value === value);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = (next + tabs.length) % tabs.length;
    const tab = tabs[index];
    if (!tab) return;
    onChange(tab.value);
    bar.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  };

  return (
    <div className={joinClasses('flex min-h-0 min-w-0 flex-col', className)}>
      <div className="flex items-center gap-2 border-b border-line pr-2.5">
        <div
          ref={bar}
          role="tablist"
          aria-label={label}
          onKeyDown={move}
          className="flex min-w-0 flex-1 gap-4.5 overflow-x-auto px-4"
        >
          {tabs.map((tab) => (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              aria-controls={`${id}-panel`}
              aria-selected={tab.value === value}
              tabIndex={tab.value === value ? 0 : -1}
              onClick={() => onChange(tab.value)}
              className="inline-flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent font-medium whitespace-nowrap text-ink-2 -outline-offset-2! hover:text-ink aria-selected:border-accent aria-selected:text-ink"
            >
              {tab.label}
              {tab.count !== undefined && (
                <CountBubble count={tab.count} {...(tab.countKind && { kind: tab.countKind })} />
              )}
            </button>
          ))}
        </div>
        {end}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} className="min-h-0 flex-1">
        {children}
      </div>
    </div>
  );
}
