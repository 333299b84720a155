import { WifiOff } from 'lucide-react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

type OfflineStripProps = {
  /** Seconds until the next try; null while it is being tried. */
  retryIn: number | null;
  onRetry: () => void;
  /** Whether this page holds edits that are not on the server yet. */
  keepsEdits?: boolean;
};

/** Across the top while the server does not answer. Stays until it does. */
export function OfflineStrip({ retryIn, onRetry, keepsEdits }: OfflineStripProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 bg-warning-soft px-4 py-1.5">
      <Icon of={WifiOff} className="text-warning" />
      <p role="status" className="font-semibold">
        The server does not answer
      </p>
      <p className="min-w-0 grow basis-56 text-ink-2">
        {keepsEdits && 'Your edits are kept in this browser. '}
        {retryIn === null ? 'Trying now.' : `Trying again in ${retryIn} s.`}
      </p>
      <Button size="sm" onClick={onRetry}>
        Try now
      </Button>
    </div>
  );
}
