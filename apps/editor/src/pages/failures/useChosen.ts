import { useCallback, useState } from 'react';

/** Which rows of a list are ticked, by id. */
export function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (id: string, on: boolean) =>
      setChosen((before) => {
        const next = new Set(before);
        if (on) next.add(id);
        else next.delete(id);
        return next;
      }),
    [],
  );
  const set = useCallback((ids: readonly string[]) => setChosen(new Set(ids)), []);
  return { chosen, toggle, set };
}
