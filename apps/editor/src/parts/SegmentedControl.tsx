import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { CountBubble } from './CountBubble.tsx';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';

export type Segment<Value extends string = string> = {
  value: Value;
  label: string;
  icon?: LucideIcon;
  count?: number;
};

type SegmentedControlProps<Value extends string> = {
  /** What is chosen here, for screen readers. */
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  segments: readonly Segment<Value>[];
  /** Stretches over the width it is given. */
  wide?: boolean;
};

/** One of two to five, all visible. Radio buttons underneath: arrows move, Tab leaves. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  onChange,
  segments,
  wide,
}: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <fieldset
      className={joinClasses(
        'min-w-0 gap-px rounded-md bg-track p-0.5',
        wide ? 'flex w-full' : 'inline-flex w-fit',
      )}
    >
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={joinClasses(
            'relative inline-flex h-[calc(var(--control)-6px)] items-center justify-center gap-1.5 rounded-sm px-2.5 text-xs font-medium whitespace-nowrap',
            'has-focus-visible:outline-2 has-focus-visible:outline-focus',
            wide && 'flex-1',
            segment.value === value ? 'bg-thumb text-ink ring-1 ring-line' : 'text-ink-2 hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
          />
          {segment.icon && <Icon of={segment.icon} size="sm" />}
          {segment.label}
          {segment.count !== undefined && <CountBubble count={segment.count} />}
        </label>
      ))}
    </fieldset>
  );
}
