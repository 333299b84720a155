import { isTerminal, type RunDetail } from '@syncline/model';
import { formatCount } from '../../parts/format.ts';

/** What came of a run, or how far it is: "117 written, 3 failed". */
export function resultWords({ totals, status, reason, note }: RunDetail): string {
  const { read, written, unchanged, waiting, failed } = totals;
  if (!isTerminal(status))
    return status === 'queued' ? 'Waiting for a worker' : `${formatCount(read)} read so far`;
  if (status === 'failed') return note ?? reason ?? 'The run stopped';
  if (status === 'cancelled') return `Cancelled after ${formatCount(read)} read`;
  if (read === 0) return 'Nothing new to read';
  const parts = [`${formatCount(written)} written`];
  if (unchanged > 0) parts.push(`${formatCount(unchanged)} unchanged`);
  if (waiting > 0) parts.push(`${formatCount(waiting)} waiting`);
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  return parts.join(', ');
}
