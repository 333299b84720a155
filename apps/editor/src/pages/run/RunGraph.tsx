import type { FlowDocument, NodeCounts } from '@syncline/model';
import { useMemo } from 'react';
import { joinClasses } from '../../parts/classes.ts';
import { formatCount } from '../../parts/format.ts';
import { Tile } from '../../parts/Tile.tsx';
import { type GraphLine, layoutGraph } from '../../runs/graphLayout.ts';
import { nodeFigures } from '../../runs/nodeFigures.ts';
import { stepLook } from '../../runs/stepLook.ts';
import { useStepTypes } from '../../runs/useCatalogue.ts';

type RunGraphProps = {
  document: FlowDocument;
  counts: Readonly<Record<string, NodeCounts>>;
  running: boolean;
  selected: string | null;
  onSelect: (node: string | null) => void;
};

/** The flow as this run saw it, with counts on steps and lines. A step filters logs and failures to itself. */
export function RunGraph({ document, counts, running, selected, onSelect }: RunGraphProps) {
  const types = useStepTypes();
  const graph = useMemo(() => layoutGraph(document), [document]);
  return (
    <div className="bg-dots overflow-x-auto rounded-b-lg bg-canvas p-6">
      <div className="relative mx-auto" style={{ width: graph.width, height: graph.height + 20 }}>
        <svg
          aria-hidden="true"
          className="absolute inset-0 overflow-visible"
          width={graph.width}
          height={graph.height}
        >
          {graph.lines.map((line) => (
            <path
              key={`${line.from} ${line.port} ${line.to}`}
              d={line.path}
              fill="none"
              strokeWidth={running && lineCount(line, counts) ? 2 : 1.6}
              className={lineLook(line, counts, running)}
            />
          ))}
        </svg>
        {graph.places.map(({ name, x, y }) => {
          const node = document.nodes[name];
          const look = stepLook(name, node, types.get(node?.type ?? ''));
          const figures = nodeFigures(look.category, counts[name]);
          return (
            <div key={name} className="absolute" style={{ left: x, top: y, width: graph.card.width }}>
              <button
                type="button"
                aria-pressed={selected === name}
                onClick={() => onSelect(selected === name ? null : name)}
                style={{ height: graph.card.height }}
                className={joinClasses(
                  'flex w-full items-center gap-2 rounded-lg border bg-panel px-2 text-left hover:border-edge-strong',
                  selected === name
                    ? 'border-accent ring-1 ring-accent'
                    : running && figures.active
                      ? 'border-running-mark'
                      : 'border-line-strong',
                )}
              >
                <Tile category={look.category} icon={look.icon} size="sm" />
                <span className="min-w-0">
                  <span
                    className={joinClasses(
                      'block truncate leading-4 font-semibold',
                      !figures.active && 'text-skipped',
                    )}
                  >
                    {look.title}
                  </span>
                  <span className="block truncate text-2xs leading-[14px] text-ink-3 tabular-nums">
                    {counts[name] === undefined && running ? 'nothing yet' : figures.line}
                  </span>
                </span>
              </button>
              {figures.failed > 0 && (
                <span className="absolute top-full left-1/2 mt-1 -translate-x-1/2 rounded-full bg-failed-soft px-1.5 text-2xs leading-[18px] font-medium whitespace-nowrap text-failed">
                  {formatCount(figures.failed)} failed
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function lineCount(line: GraphLine, counts: Readonly<Record<string, NodeCounts>>): number {
  const from = counts[line.from];
  return from?.ports?.[line.port] ?? from?.out ?? 0;
}

function lineLook(line: GraphLine, counts: Readonly<Record<string, NodeCounts>>, running: boolean): string {
  if (lineCount(line, counts) === 0) return 'stroke-edge [stroke-dasharray:4_4]';
  return running ? 'stroke-running-mark' : 'stroke-edge';
}
