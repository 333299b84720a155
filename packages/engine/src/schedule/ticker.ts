import type { EnginePorts } from '../ports.ts';
import { dueDecisions } from './dueDecisions.ts';

export interface Ticker {
  /**
   * Call it every second; any number of processes may. The slots table decides who fires.
   * @throws AggregateError after everything else was done, when a schedule could not be fired.
   */
  tick(): Promise<void>;
}

/** Fires due schedules, ends the time to decide about what waits, and finds work that nobody has in hand. */
export function createTicker({
  slots,
  parked,
  jobs,
  now,
}: Pick<EnginePorts, 'slots' | 'parked' | 'jobs' | 'now'>): Ticker {
  return {
    tick: async () => {
      const failures: unknown[] = [];
      for (const due of await slots.due()) {
        try {
          const { decisions, next } = dueDecisions(due, now());
          await slots.fire(due, decisions, next);
        } catch (thrown) {
          failures.push(
            new Error(`schedule ${due.node} of flow ${due.flowId} did not fire`, { cause: thrown }),
          );
        }
      }
      await parked.expire();
      for (const part of await slots.orphans()) await jobs.enqueue(part);
      if (failures.length > 0) throw new AggregateError(failures, 'some schedules did not fire');
    },
  };
}
