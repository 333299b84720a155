import type { LedgerWrite } from '../ports.ts';
import type { RunWork } from '../run/runWork.ts';
import type { Page } from './preparePage.ts';

/**
 * A page that can't be finished now leaves in the ledger what was written of it, without a page:
 * worked on again, its records find their results there, are counted, and the rest is written.
 */
export async function keepWritten(work: RunWork, page: Page): Promise<void> {
  const { ports, lease } = work;
  const withoutIntent = new Map<string, LedgerWrite[]>();
  for (const attempt of page.account.tries) {
    if (attempt.opened && !attempt.lost) {
      await ports.runs.closeAttempt(lease, attempt.id, attempt.rows.map(uncounted));
    } else if (!attempt.opened) {
      for (const row of attempt.rows) {
        const rows = withoutIntent.get(row.destinationId) ?? [];
        rows.push(row);
        withoutIntent.set(row.destinationId, rows);
      }
    }
  }
  for (const [destinationId, rows] of withoutIntent) await keepRows(work, page, destinationId, rows);
}

/** Rows reach the ledger with an intent only, so those of destinations that need none get one for the moment. */
async function keepRows(
  work: RunWork,
  page: Page,
  destinationId: string,
  rows: LedgerWrite[],
): Promise<void> {
  const { ports, lease, run } = work;
  const id = ports.newId();
  const node = work.destinations.find((dest) => dest.destinationId === destinationId)?.step.node ?? '';
  const deadline = ports.now();
  await ports.runs.openAttempt(lease, {
    id,
    runId: run.runId,
    part: run.part,
    page: page.number,
    node,
    destinationId,
    deadline,
    records: [],
  });
  await ports.runs.closeAttempt(lease, id, rows.map(uncounted));
}

const uncounted = (row: LedgerWrite): LedgerWrite => ({ ...row, page: null });
