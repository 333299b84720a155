import type { RecordPlace } from '@syncline/model';
import type { Cipher } from '../cipher.ts';
import { cleanText } from '../database/cleanText.ts';
import type { Queryable } from '../database/queryable.ts';
import { StoreError } from '../storeError.ts';
import { letterDestination } from './findLetterPlaces.ts';
import { getLetterPlace } from './getLetterPlace.ts';
import { getPlace } from './getPlace.ts';
import { readChanges } from './readChanges.ts';
import { readEvents } from './readEvents.ts';
import { readLetters } from './readLetters.ts';
import { readParkings } from './readParkings.ts';
import type { StoryParts } from './storyParts.ts';

/**
 * Everything that is kept of one record at one destination.
 *
 * @throws StoreError `not-found`
 */
export async function readStory(
  db: Queryable,
  cipher: Cipher,
  destination: string,
  givenKey: string,
): Promise<{ place: RecordPlace; parts: StoryParts }> {
  const key = cleanText(givenKey);
  const unsent = letterDestination.test(destination);
  const place =
    (unsent ? null : await getPlace(db, destination, key)) ?? (await getLetterPlace(db, destination, key));
  if (place === null) throw new StoreError('not-found', 'There is no such record at this destination.');
  const destinationId = unsent ? null : destination;
  const [letters, events, changes, parked] = await Promise.all([
    readLetters(db, { flowId: place.flowId, destinationId, key, sourceKey: place.sourceKey }),
    destinationId === null ? [] : readEvents(db, destinationId, key),
    destinationId === null ? [] : readChanges(db, cipher, destinationId, key),
    destinationId === null ? [] : readParkings(db, destinationId, key),
  ]);
  return { place, parts: { letters, events, changes, parked } };
}
