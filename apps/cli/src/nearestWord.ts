/**
 * The word that was probably meant; null when none is near.
 *
 * @example nearestWord('strat', ['start', 'run']) // 'start'
 */
export function nearestWord(given: string, known: readonly string[]): string | null {
  const wanted = given.toLowerCase();
  const begun = known.filter((word) => wanted.length > 1 && word.startsWith(wanted));
  if (begun.length === 1) return begun[0] ?? null;
  const [best] = known
    .map((word) => ({ word, steps: countSteps(wanted, word) }))
    .sort((one, other) => one.steps - other.steps);
  return best && best.steps <= Math.max(1, Math.floor(best.word.length / 2)) ? best.word : null;
}

/** Letters to add, drop, change or swap with their neighbour on the way from one word to the other. */
function countSteps(from: string, to: string): number {
  const rows: number[][] = [];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let i = 0; i <= from.length; i += 1) {
    const row: number[] = [];
    rows.push(row);
    for (let j = 0; j <= to.length; j += 1) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }
      const changed = from[i - 1] === to[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + changed,
          swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(from.length, to.length);
}
