/** Prints lines as they come and keeps the figures for one JSON line at the end. */
export interface Report {
  line(text: string): void;
  figure(name: string, value: number, unit: string): void;
  print(): void;
}

export function createReport(): Report {
  const figures: Record<string, { value: number; unit: string }> = {};
  const out = (text: string) => process.stdout.write(`${text}\n`);
  return {
    line: out,
    figure(name, value, unit) {
      const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
      figures[name] = { value: rounded, unit };
      out(`  ${name.padEnd(52)} ${rounded.toLocaleString('en')} ${unit}`);
    },
    print: () => out(JSON.stringify(figures)),
  };
}

/** Value at a share of the sorted list, 0.5 = median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
