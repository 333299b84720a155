import { card, cardHeight } from './cardSize.ts';
import { StepPort } from './StepPort.tsx';
import { useStepPorts } from './useStep.ts';

/** A step's way in and its ways out; a branch's lie on its rows. */
export function StepPorts({ id, selected }: { id: string; selected: boolean }) {
  const { inlet, ports, rows } = useStepPorts(id);
  const middle = cardHeight(rows ? ports.length : 0) / 2;
  return (
    <>
      {inlet && <StepPort id="in" type="target" middle={middle} selected={selected} />}
      {ports.map((port, index) => (
        <StepPort
          key={port}
          id={port}
          type="source"
          middle={rows ? card.head + index * card.row + card.row / 2 : middle}
          selected={selected}
        />
      ))}
    </>
  );
}
