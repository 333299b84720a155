import { shareQuotas } from '@syncline/connectors';
import { createTicker } from '@syncline/engine';
import cron from 'node-cron';
import type { ProcessLog } from '../observe/processLog.ts';
import { machineName } from './machineName.ts';
import type { Runtime } from './openRuntime.ts';
import { quotaShare } from './quotaShare.ts';

const beatEveryS = 5;
const tidyEveryS = 600;

const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };

/** What a process does by the clock: fire schedules, say that it lives, tidy up. */
export interface Pulse {
  id: string;
  /** Time of the last tick that went through, in milliseconds. */
  lastTick(): number;
  stop(): Promise<void>;
}

/**
 * Ticks every second. Any number of processes do; the tables decide who fires a slot. Tidying runs in all of them too,
 * since each statement of it is safe to repeat.
 */
export async function startPulse(
  { store, ports }: Pick<Runtime, 'store' | 'ports'>,
  role: 'web' | 'worker' | 'all',
  log: ProcessLog,
): Promise<Pulse> {
  const id = ports.newId();
  const host = machineName();
  const ticker = createTicker(ports);
  let seconds = 0;
  let lastTick = Date.now();
  let failing = false;
  let running: Promise<void> = Promise.resolve();

  const sayUp = async () => shareQuotas(quotaShare(role, await store.health.beat({ id, host, role })));

  const beat = async () => {
    if (seconds % beatEveryS === 0) await sayUp();
    const gone = await store.health.bury(host);
    if (gone.length > 0)
      log.warn({ workers: gone }, 'processes of this machine are gone; others go on with their work');
    await ticker.tick();
    if (seconds % tidyEveryS === tidyEveryS - 1) await tidy(store, log);
    seconds += 1;
  };

  const tick = async () => {
    try {
      await beat();
      lastTick = Date.now();
      if (failing) log.info('schedules are looked after again');
      failing = false;
    } catch (error) {
      // Once, not every second: the database may be away for an hour.
      if (!failing) log.error({ err: error }, 'a tick failed');
      failing = true;
      seconds += 1;
    }
  };

  // Before anybody can ask who is there.
  await sayUp();
  const task = cron.schedule(
    '* * * * * *',
    () => {
      running = tick();
      return running;
    },
    // A tick that takes longer than a second is no news for the console.
    { noOverlap: true, suppressMissedWarning: true, logger: quiet },
  );

  return {
    id,
    lastTick: () => lastTick,
    async stop() {
      await task.stop();
      await running;
      await task.destroy();
    },
  };
}

async function tidy(store: Runtime['store'], log: ProcessLog): Promise<void> {
  await store.housekeeping.ensurePartitions();
  await store.housekeeping.dropOldPartitions();
  await store.housekeeping.prune();
  log.debug('tidied up');
}
