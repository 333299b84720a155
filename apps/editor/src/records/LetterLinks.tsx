import type { DeadLetter } from '@syncline/model';
import { TextLink } from '../parts/TextLink.tsx';
import { findAddress } from './storyAddress.ts';

/** From a failed record to where it is put right, and to what happened to it everywhere. */
export function LetterLinks({ letter }: { letter: Pick<DeadLetter, 'id' | 'key' | 'sourceKey'> }) {
  const name = letter.sourceKey ?? letter.key;
  return (
    <span className="ml-auto flex gap-3">
      <TextLink small href={`/failures/${letter.id}`}>
        Edit and replay
      </TextLink>
      {name && (
        <TextLink small href={findAddress(name)}>
          Its story
        </TextLink>
      )}
    </span>
  );
}
