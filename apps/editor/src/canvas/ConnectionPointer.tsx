import { type ConnectionLineComponentProps, getBezierPath } from 'reactflow';
import { useOpenFlow } from '../flow/FlowContext.tsx';
import { judgeConnection, stepAt } from './connect.ts';
import { definitionsOf } from './definitions.ts';

/** The line that is being drawn. Over a step it does not fit, it turns red and says why, at the pointer. */
export function ConnectionPointer(props: ConnectionLineComponentProps) {
  const { doc, catalogue } = useOpenFlow();
  const { fromX, fromY, toX, toY, fromPosition, toPosition, fromHandle, pointer } = props;
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  });
  const definitions = definitionsOf(catalogue);
  const { document } = doc.getState();
  const over = props.toNode?.id ?? stepAt(document, definitions, pointer ?? { x: toX, y: toY });
  const judged =
    over && over !== fromHandle.nodeId ? judgeConnection(document, fromHandle, over, definitions) : null;
  const refused = judged?.ok === false;
  return (
    <g>
      <path
        d={path}
        fill="none"
        strokeWidth={2}
        className={refused ? 'stroke-failed-mark' : judged ? 'stroke-accent' : 'stroke-edge-strong'}
      />
      <circle
        cx={toX}
        cy={toY}
        r={4}
        strokeWidth={1.6}
        className={refused ? 'fill-panel stroke-failed-mark' : 'fill-panel stroke-accent'}
      />
      {refused && (
        <foreignObject x={toX + 12} y={toY + 10} width={260} height={80} className="overflow-visible">
          <p className="w-fit max-w-64 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs text-failed shadow-float">
            {judged.reason}
          </p>
        </foreignObject>
      )}
    </g>
  );
}
