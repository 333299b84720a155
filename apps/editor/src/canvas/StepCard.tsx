import { memo, useContext } from 'react';
import type { NodeProps } from 'reactflow';
import { ZoomLevelContext } from './CanvasContext.tsx';
import type { CanvasNode } from './flowNodes.ts';
import { StepBlock } from './StepBlock.tsx';
import { StepFace } from './StepFace.tsx';

/**
 * A step on the canvas: a card, or from far away a block. It reads everything by its name, so moving it does not render
 * it.
 */
export const StepCard = memo(
  function StepCard({ id, selected }: NodeProps<CanvasNode>) {
    const level = useContext(ZoomLevelContext);
    return level === 'block' ? (
      <StepBlock id={id} selected={selected} />
    ) : (
      <StepFace id={id} selected={selected} compact={level === 'compact'} />
    );
  },
  // React Flow hands over the position at every move; the wrapper around the card is what moves.
  (before, after) => before.id === after.id && before.selected === after.selected,
);
