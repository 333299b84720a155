import { memo, useContext } from 'react';
import { EdgeLabelRenderer, type EdgeProps, getBezierPath } from 'reactflow';
import { Link } from 'wouter';
import { useRun, useUi } from '../flow/FlowContext.tsx';
import { joinClasses } from '../parts/classes.ts';
import { formatCount } from '../parts/format.ts';
import { useCanvas, ZoomLevelContext } from './CanvasContext.tsx';
import type { CanvasEdge } from './flowEdges.ts';

/** A line between two steps; from far away only the line. */
export const FlowLine = memo(function FlowLine(props: EdgeProps<CanvasEdge>) {
  const level = useContext(ZoomLevelContext);
  return level === 'block' ? <FarLine {...props} /> : <NearLine {...props} counted={level === 'full'} />;
});

function FarLine(props: EdgeProps<CanvasEdge>) {
  const { source, target, selected } = props;
  const near = useUi((state) => state.selection.includes(source) || state.selection.includes(target));
  const [path] = getBezierPath(props);
  return (
    <path
      d={path}
      fill="none"
      vectorEffect="non-scaling-stroke"
      strokeWidth={selected ? 2 : 1}
      className={selected || near ? 'stroke-accent' : 'stroke-edge-strong'}
    />
  );
}

/** A line with how many records took it in the newest run. */
function NearLine({ counted, ...props }: EdgeProps<CanvasEdge> & { counted: boolean }) {
  const { id, source, target, sourceHandleId, selected } = props;
  const near = useUi((state) => state.selection.includes(source) || state.selection.includes(target));
  const dropping = useCanvas((state) => state.dropEdge === id);
  const runId = useRun((state) => state.runId);
  const live = useRun((state) => state.status === 'running' && (state.counts[source]?.out ?? 0) > 0);
  const count = useRun(({ counts }) => {
    const from = counts[source];
    if (!from) return null;
    return from.ports?.[sourceHandleId ?? ''] ?? from.out;
  });
  const unused = runId !== null && !live && (count ?? 0) === 0;
  const [path, x, y] = getBezierPath(props);
  const accent = selected || near || dropping;
  const colour = accent ? 'stroke-accent!' : live ? 'stroke-running-mark!' : 'stroke-edge!';
  const width = selected || dropping || live ? 2 : 1.6;
  return (
    <>
      <path
        id={id}
        d={path}
        fill="none"
        strokeDasharray={unused ? '5 4' : undefined}
        className={joinClasses('react-flow__edge-path', colour)}
        style={{ strokeWidth: dropping ? 4 : width }}
      />
      {/* Wide enough to be hit. */}
      <path
        d={path}
        fill="none"
        strokeOpacity={0}
        strokeWidth={20}
        className="react-flow__edge-interaction"
      />
      {runId !== null && count !== null && count > 0 && counted && (
        <EdgeLabelRenderer>
          <Link
            href={`/runs/${encodeURIComponent(runId)}`}
            tabIndex={-1}
            aria-label={`${formatCount(count)} records, open the run`}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            className={joinClasses(
              'nodrag nopan pointer-events-auto absolute inline-flex h-4.5 items-center rounded-full border border-line bg-panel px-1.5 text-2xs leading-none font-medium text-ink-2',
              live && 'line-pulse border-transparent bg-running-soft text-running',
            )}
          >
            {formatCount(count)}
          </Link>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
