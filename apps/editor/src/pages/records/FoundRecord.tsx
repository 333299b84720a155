import type { RecordPlace } from '@syncline/model';
import { Card } from '../../parts/Card.tsx';
import { useStepLooks } from '../../records/useStepLooks.ts';
import { useUrlState } from '../../urlState.ts';
import { HeldValues } from './HeldValues.tsx';
import { PlaceNotice } from './PlaceNotice.tsx';
import { PlaceRow } from './PlaceRow.tsx';
import { placeNotice } from './placeWords.ts';
import { recordFields } from './recordFields.ts';
import { Story } from './Story.tsx';

/** A record that was found: how it stands in each system, what they hold, and its history in one of them. */
export function FoundRecord({ places }: { places: readonly RecordPlace[] }) {
  const [{ destination, key }, setAddress] = useUrlState(recordFields);
  const lookOf = useStepLooks(places.map(({ flowId }) => flowId));
  const opened =
    places.find((place) => place.destinationId === destination && place.key === key) ?? places[0];
  const notices = places.filter((place) => placeNotice(place) !== null);
  if (!opened) return null;
  return (
    <div className="grid min-w-0 items-start gap-3 desk:grid-cols-[minmax(0,1fr)_376px]">
      <div className="flex min-w-0 flex-col gap-3">
        <Card title="Where it is" count={places.length} className="overflow-hidden">
          {notices.map((place) => (
            <PlaceNotice key={`${place.destinationId} ${place.key}`} place={place} />
          ))}
          <ul>
            {places.map((place) => (
              <PlaceRow
                key={`${place.destinationId} ${place.key}`}
                place={place}
                look={lookOf(place.flowId, place.node)}
                opened={place === opened}
                onOpen={() => setAddress({ destination: place.destinationId, key: place.key })}
              />
            ))}
          </ul>
        </Card>
        <HeldValues places={places} />
      </div>
      <Story key={`${opened.destinationId} ${opened.key}`} place={opened} />
    </div>
  );
}
