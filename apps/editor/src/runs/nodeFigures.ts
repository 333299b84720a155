import { balanceGroup, type NodeCounts, outcomes } from '@syncline/model';
import { formatCount } from '../parts/format.ts';
import type { Category } from '../parts/Tile.tsx';

export interface NodeFigures {
  /** The one line under the title: "1,204 read", "1,040 written", "1,118 / 84". */
  line: string;
  failed: number;
  /** Records passed through it in this run. */
  active: boolean;
}

/** What a step's counts are in words, the same on canvas, outline and run graph. */
export function nodeFigures(category: Category, counts: NodeCounts | undefined): NodeFigures {
  if (counts === undefined) return { line: 'not in this run', failed: 0, active: false };
  const sums = { written: 0, unchanged: 0, waiting: 0, failed: 0 };
  for (const outcome of outcomes) sums[balanceGroup(outcome)] += counts.outcomes[outcome] ?? 0;
  const ports = counts.ports ? Object.values(counts.ports) : [];
  const active = counts.in + counts.out > 0;
  if (category === 'destination') {
    const unchanged = `${formatCount(sums.unchanged)} unchanged`;
    const written = `${formatCount(sums.written)} written`;
    // A nothing beside a number only takes its room.
    const line = sums.unchanged === 0 ? written : sums.written === 0 ? unchanged : `${written}, ${unchanged}`;
    return { line, failed: sums.failed, active };
  }
  if (category === 'trigger' || category === 'schedule')
    return { line: `${formatCount(Math.max(counts.in, counts.out))} read`, failed: sums.failed, active };
  if (ports.length > 1)
    return { line: ports.map((count) => formatCount(count)).join(' / '), failed: sums.failed, active };
  return { line: `${formatCount(counts.out)} on`, failed: sums.failed, active };
}
