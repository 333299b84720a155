import { useState } from 'react';
import { joinClasses } from '../parts/classes.ts';
import type { Category } from '../parts/Tile.tsx';
import { cardHeight } from './cardSize.ts';
import { StepFrame } from './StepFrame.tsx';
import { StepPorts } from './StepPorts.tsx';
import { type StepState, useStepErrors, useStepKind, useStepPorts, useStepRun } from './useStep.ts';

const fills: Record<Category, string> = {
  trigger: 'bg-trigger-soft text-trigger',
  schedule: 'bg-schedule-soft text-schedule',
  transform: 'bg-transform-soft text-transform',
  checkpoint: 'bg-checkpoint-soft text-checkpoint',
  destination: 'bg-destination-soft text-destination',
};
const rings: Record<StepState, string> = {
  idle: '',
  done: '',
  running: 'ring-4 ring-running-mark',
  failed: 'ring-4 ring-failed-mark',
  waiting: 'ring-4 ring-waiting-mark',
  paused: 'opacity-60',
  skipped: 'opacity-60',
};

/**
 * A step from far away: category and icon, and a thick border for what needs to be seen. There may be a thousand of
 * them, so each asks for little, and its ports are only there under the pointer.
 */
export function StepBlock({ id, selected }: { id: string; selected: boolean }) {
  const { category, icon: Glyph } = useStepKind(id);
  const failing = useStepErrors(id) > 0;
  const { state } = useStepRun(id, category);
  const { ports, rows } = useStepPorts(id);
  const [near, setNear] = useState(false);
  return (
    <StepFrame
      id={id}
      height={cardHeight(rows ? ports.length : 0)}
      onPointerEnter={() => setNear(true)}
      // A line that is being drawn began at a port.
      onPointerLeave={(event) => event.buttons === 0 && setNear(false)}
      className={joinClasses(
        'grid place-items-center',
        fills[category],
        selected ? 'ring-8 ring-accent' : failing ? 'ring-4 ring-failed-mark' : rings[state],
      )}
    >
      <Glyph aria-hidden="true" width={36} height={36} strokeWidth={2} />
      {(near || selected) && <StepPorts id={id} selected={selected} />}
    </StepFrame>
  );
}
