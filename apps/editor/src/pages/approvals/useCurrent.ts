import type { Approval } from '@syncline/model';
import { useEffect, useMemo, useState } from 'react';

/**
 * Which of the waiting records is looked at. Follows a record whose newer content has taken its place, and knows that it
 * did, so that nobody approves what they have not seen.
 */
export function useCurrent(items: readonly Approval[], wanted: string, newer: Approval | null) {
  const [seen, setSeen] = useState<{ key: string; hash: string } | null>(null);
  const current = useMemo(
    () =>
      newer ??
      items.find(({ id }) => id === wanted) ??
      items.find(({ key }) => wanted !== '' && key === seen?.key) ??
      items[0] ??
      null,
    [items, wanted, newer, seen],
  );
  const key = current?.key;
  const hash = current?.contentHash;
  useEffect(() => {
    if (key === undefined || hash === undefined) return;
    setSeen((before) => (before?.key === key ? before : { key, hash }));
  }, [key, hash]);
  const changed = newer !== null || (seen !== null && seen.key === key && seen.hash !== hash);
  const accept = () => key !== undefined && hash !== undefined && setSeen({ key, hash });
  return { current, at: items.findIndex(({ id }) => id === current?.id), changed, accept };
}
