import { useEffect, useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { CodeBlock } from '../../parts/CodeBlock.tsx';
import { formatRelative } from '../../parts/format.ts';
import { Status } from '../../parts/Status.tsx';

type Sample = { id: string; receivedAt: string; body?: unknown; verified: boolean };

type SampleListProps = {
  items: readonly Sample[];
  /** When the person began to wait. */
  openedAt: string;
  kept: string | undefined;
  failed: boolean;
  onKeep: (body: unknown) => void;
};

const shownAtMost = 5;

/** Says whether a post arrived, and shows the newest ones. */
export function SampleList({ items, openedAt, kept, failed, onKeep }: SampleListProps) {
  const now = useNow();
  const [shown, setShown] = useState<string | null>(null);
  const newest = items[0];
  const isNew = newest !== undefined && newest.receivedAt >= openedAt;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <p role="status">
        {failed ? (
          <Status kind="warning">The server does not tell of posts yet</Status>
        ) : newest ? (
          <Status kind="success">
            {isNew ? 'A post arrived' : 'Last post'} {formatRelative(newest.receivedAt, now)}
            {!newest.verified && ', not verified'}
          </Status>
        ) : (
          <Status kind="running">Waiting for a post</Status>
        )}
      </p>
      {items.length > 0 && (
        <ol aria-label="Newest posts" className="flex flex-col rounded-md border border-line">
          {items.slice(0, shownAtMost).map((sample) => {
            const open = shown === sample.id;
            const isKept = kept !== undefined && kept === JSON.stringify(sample.body, null, 2);
            return (
              <li key={sample.id} className="border-b border-line last:border-0">
                <div className="flex min-h-(--row) items-center gap-2 px-2.5">
                  <button
                    type="button"
                    aria-expanded={open}
                    onClick={() => setShown(open ? null : sample.id)}
                    className="min-h-(--target) min-w-0 flex-1 truncate rounded-sm text-left font-mono text-xs hover:underline"
                  >
                    {JSON.stringify(sample.body)}
                  </button>
                  <span className="shrink-0 text-xs text-ink-3">
                    {formatRelative(sample.receivedAt, now)}
                  </span>
                  <Button size="sm" disabled={isKept} onClick={() => onKeep(sample.body)}>
                    {isKept ? 'Kept as sample' : 'Keep as sample'}
                  </Button>
                </div>
                {open && (
                  <div className="px-2.5 pb-2.5">
                    <CodeBlock label="Body of this post" code={JSON.stringify(sample.body, null, 2)} />
                  </div>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </div>
  );
}

/** The time, told again each second: "3 seconds ago" must grow. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
