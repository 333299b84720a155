import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Icon } from '../parts/Icon.tsx';

type MoreSettingsProps = {
  open: boolean;
  onToggle: (open: boolean) => void;
  count: number;
  children: ReactNode;
};

/** Settings few people need, folded away. */
export function MoreSettings({ open, onToggle, count, children }: MoreSettingsProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-4 border-t border-line pt-3">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => onToggle(!open)}
        className="inline-flex min-h-(--target) w-fit items-center gap-1.5 rounded-sm font-medium text-ink-2 hover:text-ink"
      >
        <Icon of={open ? ChevronDown : ChevronRight} size="sm" />
        More settings
        <span className="text-xs font-normal text-ink-3">{count}</span>
      </button>
      <div id={id} hidden={!open} className="flex min-w-0 flex-col gap-4">
        {open && children}
      </div>
    </div>
  );
}
