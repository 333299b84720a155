import { ArrowDown, ArrowUp } from 'lucide-react';
import { IconButton } from './IconButton.tsx';

type MoveButtonsProps = {
  /** What is moved, for those who can't see it. */
  title: string;
  index: number;
  count: number;
  onMove: (from: number, to: number) => void;
};

/** Up and down for an entry of an ordered list; where there is no way to go, the room for the button stays. */
export function MoveButtons({ title, index, count, onMove }: MoveButtonsProps) {
  return (
    <>
      <IconButton
        icon={ArrowUp}
        size="sm"
        label={`Move ${title} up`}
        className={index === 0 ? 'invisible' : undefined}
        onClick={() => onMove(index, index - 1)}
      />
      <IconButton
        icon={ArrowDown}
        size="sm"
        label={`Move ${title} down`}
        className={index === count - 1 ? 'invisible' : undefined}
        onClick={() => onMove(index, index + 1)}
      />
    </>
  );
}
