import { Handle, Position } from 'reactflow';
import { joinClasses } from '../parts/classes.ts';
import { card } from './cardSize.ts';

type StepPortProps = {
  id: string;
  type: 'source' | 'target';
  /** Middle of the port from the top of the card. */
  middle: number;
  selected: boolean;
};

/** A port of 10 px in a hit area of 24. Not a stop for Tab: C and the outline connect without a pointer. */
export function StepPort({ id, type, middle, selected }: StepPortProps) {
  const source = type === 'source';
  return (
    <Handle
      id={id}
      type={type}
      position={source ? Position.Right : Position.Left}
      style={{ top: middle, width: card.port, height: card.port }}
      className="group/port grid! min-h-0! min-w-0! place-items-center rounded-full! border-0! bg-transparent! after:absolute after:-inset-[7px] after:rounded-full"
    >
      <span
        className={joinClasses(
          'pointer-events-none grid size-2.5 place-items-center rounded-full border-[1.6px] bg-panel text-[0px] leading-none transition-[scale] duration-(--duration-instant)',
          selected ? 'border-accent' : 'border-edge',
          'group-hover/port:scale-130 group-hover/port:border-accent group-[.connectingfrom]/port:border-accent',
          source &&
            'group-hover/step:size-4 group-hover/step:border-accent group-hover/step:text-[11px] group-hover/step:font-semibold group-hover/step:text-accent-text group-hover/port:scale-115',
        )}
      >
        {source && '+'}
      </span>
    </Handle>
  );
}
