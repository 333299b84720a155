import { recordRoutes } from 'virtual:contract';
import type { RecordPlace } from '@syncline/model';
import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

/** Where a record is, over all flows and systems. */
export function usePlaces(q: string, flow: string) {
  return useQuery({
    queryKey: ['records', q, flow],
    queryFn: ({ signal }) =>
      call(recordRoutes.findRecords, { query: { q, ...(flow ? { flow } : {}) }, signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
}

const story = (destination: string, key: string) =>
  queryOptions({
    queryKey: ['story', destination, key],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call(recordRoutes.getRecordStory, { query: { destination, key }, signal }),
  });

/** What happened to a record at a destination. */
export const useStory = (place: Pick<RecordPlace, 'destinationId' | 'key'>) =>
  useQuery(story(place.destinationId, place.key));

/** The stories of several places, as far as they are read. */
export function useStories(places: readonly RecordPlace[]) {
  return useQueries({
    queries: places.map(({ destinationId, key }) => story(destinationId, key)),
    combine: (results) => results.map(({ data }) => data?.hops ?? null),
  });
}
