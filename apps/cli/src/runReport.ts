import { type FailureGroup, outcomes, type RunDetail, type RunTotals } from '@syncline/model';
import { alignColumns, countOf, sentence } from './columns.ts';

/** @example describeBalance(totals) // '120 read = 117 written + 0 unchanged + 3 failed' */
export function describeBalance({ read, written, unchanged, waiting, failed }: RunTotals): string {
  const also = waiting === 0 ? '' : ` + ${waiting} waiting`;
  return `${read} read = ${written} written + ${unchanged} unchanged${also} + ${failed} failed`;
}

/** A table of what came into each step, what went on, and what became of the rest. */
export function describeSteps(
  run: Pick<RunDetail, 'nodes'>,
  titles: Readonly<Record<string, string>>,
): string[] {
  const order = [...Object.keys(titles), ...Object.keys(run.nodes)];
  const names = [...new Set(order)].filter((name) => run.nodes[name] !== undefined);
  const rows = names.map((name) => {
    const counts = run.nodes[name];
    const became = outcomes.flatMap((outcome) => {
      const count = counts?.outcomes[outcome] ?? 0;
      return count === 0 ? [] : [`${count} ${outcome}`];
    });
    return [titles[name] ?? name, String(counts?.in ?? 0), String(counts?.out ?? 0), became.join(', ')];
  });
  return alignColumns([['step', 'in', 'out', 'of these'], ...rows], [1, 2]);
}

/** The reasons records failed for, the most frequent first; nothing when none did. */
export function describeFailures(
  groups: readonly FailureGroup[],
  titles: Readonly<Record<string, string>>,
): string[] {
  if (groups.length === 0) return [];
  const lines = groups.flatMap(({ node, field, title, message, whatToDo, count }) => [
    `  ${countOf(count, 'record')} at ${titles[node] ?? node}${field === null ? '' : `, field ${field}`}: ${sentence(title)}`,
    `    For example: ${sentence(message)}`,
    `    ${sentence(whatToDo)}`,
  ]);
  return ['Failed records', ...lines, ''];
}
