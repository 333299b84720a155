import type { LedgerWrite } from '../ports.ts';
import type { RunWork } from '../run/runWork.ts';
import type { Page } from './preparePage.ts';

/**
 * A page that can't be finished now leaves in the ledger what was written of it, without a page: worked on again, its
 * records find their results there, are counted, and the rest is written. What may have been written is marked, so that
 * a change which comes before that is not taken for nothing new.
 */
export async function keepWritten(work: RunWork, page: Page): Promise<void> {
  const { ports, lease } = work;
  const { tries } = page.account;
  const settled = new Set(tries.flatMap(({ rows }) => rows.map(placeOf)));
  for (const attempt of tries) {
    const doubtful = attempt.doubtful.filter((row) => !settled.has(placeOf(row)));
    const rows = [...attempt.rows, ...doubtful].map(uncounted);
    if (attempt.lost) await keepBeside(work, page, rows);
    else await ports.runs.closeAttempt(lease, attempt.id, rows);
  }
}

const placeOf = ({ destinationId, key }: LedgerWrite): string => `${destinationId} ${key}`;
const uncounted = (row: LedgerWrite): LedgerWrite => ({ ...row, page: null });

/** Rows reach the ledger at the end of an intent. This one must stay for recovery, so they go with another. */
async function keepBeside(work: RunWork, page: Page, rows: LedgerWrite[]): Promise<void> {
  const { ports, lease, run } = work;
  const [first] = rows;
  if (first === undefined) return;
  const id = ports.newId();
  const { destinationId } = first;
  const node = work.destinations.find((dest) => dest.destinationId === destinationId)?.step.node ?? '';
  const deadline = ports.now();
  const intent = { id, runId: run.runId, part: run.part, page: page.number, node, destinationId, deadline };
  await ports.runs.openAttempt(lease, { ...intent, records: [] });
  await ports.runs.closeAttempt(lease, id, rows);
}
