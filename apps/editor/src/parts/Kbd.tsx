import { formatKeys } from '../commands/keys.ts';

/** A shortcut, given in command notation ("$mod+k") and written for this keyboard ("Ctrl K"). */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <kbd
      className={`inline-flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-xs border border-line-strong bg-panel px-1 font-sans text-2xs leading-none font-medium whitespace-nowrap text-ink-3 ${className ?? ''}`}
    >
      {formatKeys(keys)}
    </kbd>
  );
}
