import { formatCount } from './format.ts';

export type Sparkbar = {
  /** The span it stands for: "12:00 to 12:15". */
  label: string;
  count: number;
  failed?: number;
  /** Still going: the last bar of a live list. */
  live?: boolean;
};

type SparkbarsProps = {
  /** What is counted: "Runs per 15 minutes". */
  label: string;
  bars: readonly Sparkbar[];
  /** Words under the bars, spread evenly: "12:00 yesterday", "18:00", "Now". */
  axis?: readonly string[];
  height?: number;
};

const step = 10;
const gap = 2;

/** Counts over time as bars, failures on top in red. Screen readers get the same figures as a table. */
export function Sparkbars({ label, bars, axis, height = 44 }: SparkbarsProps) {
  const highest = Math.max(1, ...bars.map((bar) => bar.count));
  const scale = (count: number) => (count === 0 ? 0 : Math.max(1, (count / highest) * height));
  return (
    <figure className="min-w-0">
      <svg
        aria-hidden="true"
        width="100%"
        height={height}
        viewBox={`0 0 ${Math.max(1, bars.length) * step - gap} ${height}`}
        preserveAspectRatio="none"
      >
        {bars.map((bar, index) => {
          const total = scale(bar.count);
          const failed = Math.min(total, scale(bar.failed ?? 0));
          return (
            <g key={bar.label}>
              <rect
                x={index * step}
                y={height - total + failed}
                width={step - gap}
                height={total - failed}
                className={bar.live ? 'fill-running-mark' : 'fill-edge'}
              />
              <rect
                x={index * step}
                y={height - total}
                width={step - gap}
                height={failed}
                className="fill-failed-mark"
              />
            </g>
          );
        })}
      </svg>
      {axis && (
        <div aria-hidden="true" className="mt-1 flex justify-between text-xs text-ink-3">
          {axis.map((word) => (
            <span key={word}>{word}</span>
          ))}
        </div>
      )}
      <table className="sr-only">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Count</th>
            <th scope="col">Failed</th>
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.label}>
              <th scope="row">{bar.label}</th>
              <td>{formatCount(bar.count)}</td>
              <td>{formatCount(bar.failed ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
