import type { RefObject } from 'react';
import { useCommands } from '../../commands/useCommands.ts';

const stops = '[data-failed]';

/** J and K go through causes and their records, as on the pages of single records. */
export function useRecordKeys(list: RefObject<HTMLElement | null>): void {
  const go = (by: 1 | -1) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>(stops) ?? [])];
    const focused = document.activeElement?.closest<HTMLElement>(stops);
    const at = focused ? all.indexOf(focused) : -1;
    const next = all[at === -1 && by === -1 ? all.length - 1 : at + by];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const some = () => list.current?.querySelector(stops) !== null;
  const group = 'Failed records';
  useCommands([
    { id: 'run.nextRecord', title: 'Next failed record', group, keys: 'j', when: some, run: () => go(1) },
    {
      id: 'run.previousRecord',
      title: 'Previous failed record',
      group,
      keys: 'k',
      when: some,
      run: () => go(-1),
    },
  ]);
}
