import type { Hint } from '@syncline/model';
import { partOf } from '../record/lane.ts';
import { RunStop } from './runStop.ts';
import type { RunWork } from './runWork.ts';
import { workPage } from './workPage.ts';

/** Records read in one page. */
const pageRecords = 500;

/** Loads single records, by their identity at the source. The token is the number of them that are done. @throws RunStop */
export async function loadKeys(work: RunWork, keys: readonly string[]): Promise<void> {
  const { run, ready, lease } = work;
  const { parts } = ready.flow.plan.settings;
  const own = keys.filter((key) => partOf(key, parts) === lease.part);
  const { stream = '' } = ready.step(run.feeder).config;
  // JSON this function gave itself.
  let done = (run.token as number | null) ?? 0;
  while (done < own.length) {
    if (work.halt.aborted) throw new RunStop({ kind: 'halted' });
    const some = own.slice(done, done + pageRecords);
    done += some.length;
    const receivedTs = work.ports.now().toISOString();
    const hints = some.map((key): Hint => ({ stream: String(stream), key, receivedTs }));
    const progress = done / own.length;
    await workPage(work, { changes: [], rejected: [], hints, token: done, progress, inboxIds: [] });
  }
}
