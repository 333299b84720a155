import { memo } from 'react';
import { MiniMap, type Node } from 'reactflow';
import { isNote } from './flowNodes.ts';

const size = { width: 112, height: 60 };
const colour = (node: Node) =>
  isNote(node.id) ? 'transparent' : node.selected ? 'var(--accent)' : 'var(--edge)';

/** The whole flow in the corner; drag or press in it to move the view. Only for pointers: arrow keys go step by step. */
export const CanvasMap = memo(function CanvasMap() {
  return (
    <div
      aria-hidden="true"
      className="absolute right-3 bottom-3.5 z-(--z-panel) hidden overflow-hidden rounded-lg border border-line bg-raised p-1 shadow-float desk:block"
    >
      <MiniMap
        pannable
        zoomable
        style={size}
        ariaLabel={null}
        nodeColor={colour}
        nodeBorderRadius={14}
        maskColor="transparent"
        maskStrokeColor="var(--line-control)"
        maskStrokeWidth={2}
        className="static! m-0!"
      />
    </div>
  );
});
