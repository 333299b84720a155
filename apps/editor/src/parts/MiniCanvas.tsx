import type { LucideIcon } from 'lucide-react';
import { joinClasses } from './classes.ts';
import type { Category } from './Tile.tsx';

export type MiniStep = { id: string; x: number; y: number; category: Category; icon: LucideIcon };

type MiniCanvasProps = {
  steps: readonly MiniStep[];
  edges: readonly (readonly [from: string, to: string])[];
  height?: number;
  /** What the drawing shows, when no words beside it say so. Left out, it is decoration. */
  label?: string;
  className?: string;
};

const box = { width: 40, height: 36 };
const tile = 24;
const icon = 16;

const hues: Record<Category, { fill: string; text: string }> = {
  trigger: { fill: 'fill-trigger-soft', text: 'text-trigger' },
  schedule: { fill: 'fill-schedule-soft', text: 'text-schedule' },
  transform: { fill: 'fill-transform-soft', text: 'text-transform' },
  checkpoint: { fill: 'fill-checkpoint-soft', text: 'text-checkpoint' },
  destination: { fill: 'fill-destination-soft', text: 'text-destination' },
};

/**
 * A flow as a small drawing. Takes a flow's own layout: positions are pressed together into the height given,
 * so that the order and the branches stay readable at any size.
 */
export function MiniCanvas({ steps, edges, height = 118, label, className }: MiniCanvasProps) {
  const places = placeSteps(steps);
  const columns = Math.max(1, ...[...places.values()].map(({ x }) => x));
  const width = Math.max(300, columns + box.width + 48);
  const rows = Math.max(0, ...[...places.values()].map(({ y }) => y));
  const tall = Math.max(height, rows + box.height + 32);
  const left = (width - columns - box.width) / 2;
  const top = (tall - rows - box.height) / 2;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: labelled by aria-label, or hidden as decoration
    <svg
      viewBox={`0 0 ${width} ${tall}`}
      height={height}
      preserveAspectRatio="xMidYMid meet"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      className={joinClasses('w-full bg-canvas', className)}
    >
      <g transform={`translate(${left} ${top})`}>
        {edges.map(([from, to]) => {
          const start = places.get(from);
          const end = places.get(to);
          if (!start || !end) return null;
          const [x1, y1] = [start.x + box.width, start.y + box.height / 2];
          const [x2, y2] = [end.x, end.y + box.height / 2];
          const bend = Math.max(12, (x2 - x1) / 2);
          return (
            <path
              key={`${from}-${to}`}
              d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
              fill="none"
              strokeWidth={1.6}
              className="stroke-edge"
            />
          );
        })}
        {steps.map((step) => {
          const place = places.get(step.id);
          if (!place) return null;
          const hue = hues[step.category];
          const Glyph = step.icon;
          return (
            <g key={step.id} transform={`translate(${place.x} ${place.y})`}>
              <rect {...box} rx={8} className="fill-panel stroke-line-strong" />
              <rect x={8} y={6} width={tile} height={tile} rx={6} className={hue.fill} />
              <Glyph x={12} y={10} width={icon} height={icon} strokeWidth={1.75} className={hue.text} />
            </g>
          );
        })}
      </g>
    </svg>
  );
}

/** Turns the distinct x and y positions into evenly spaced columns and rows. */
function placeSteps(steps: readonly MiniStep[]): Map<string, { x: number; y: number }> {
  const columns = findTracks(steps.map((step) => step.x));
  const rows = findTracks(steps.map((step) => step.y));
  const cells = steps.map((step) => ({ id: step.id, x: columns(step.x), y: rows(step.y) }));
  // Steps of one column stand clear of each other; steps of different columns may overlap in height.
  const crowded = cells.some((a) => cells.some((b) => a.x === b.x && Math.abs(a.y - b.y) === 1));
  const rowGap = crowded ? box.height + 8 : box.height - 10;
  const gaps = Math.max(1, ...cells.map((cell) => cell.x));
  const columnGap = Math.max(box.width + 28, Math.min(104, 288 / gaps));
  return new Map(cells.map((cell) => [cell.id, { x: cell.x * columnGap, y: cell.y * rowGap }]));
}

/** Numbers the tracks that positions lie on. Positions less than 40 apart share one. */
function findTracks(positions: readonly number[]): (position: number) => number {
  const starts = [...positions]
    .sort((a, b) => a - b)
    .filter((position, index, sorted) => index === 0 || position - (sorted[index - 1] ?? 0) >= 40);
  return (position) => starts.findLastIndex((start) => start <= position);
}
