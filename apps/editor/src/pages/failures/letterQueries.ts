import { failureRoutes, runRoutes } from 'virtual:contract';
import type { DeadLetter, DeadLetterState, LetterSelection } from '@syncline/model';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

/** Failed records of one cause, as the address holds them. */
export interface CauseFilter {
  flow: string;
  node: string;
  code: string;
  field: string | null;
}

const refreshMs = 5_000;

/** Causes with their counts, largest first. */
export function useCauses(state: DeadLetterState = 'open') {
  return useQuery({
    queryKey: ['letter-groups', state],
    queryFn: ({ signal }) => call(failureRoutes.listDeadLetterGroups, { query: { state }, signal }),
    refetchInterval: refreshMs,
    placeholderData: (before) => before,
  });
}

/** The records of one cause, or of all, page by page. */
export function useLetters(state: DeadLetterState, cause?: CauseFilter) {
  const query = { state, ...(cause ? queryOf(cause) : {}) };
  return useInfiniteQuery({
    queryKey: ['letters', query],
    queryFn: ({ pageParam, signal }) =>
      call(runRoutes.listDeadLetters, {
        query: { ...query, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    select: (data) => data.pages.flatMap((page) => page.items).filter((letter) => isOf(letter, cause)),
  });
}

/** One failed record; asked again while a run has it in hand. */
export function useLetter(id: string) {
  return useQuery({
    queryKey: ['letter', id],
    queryFn: ({ signal }) => call(failureRoutes.getDeadLetter, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'replaying' ? 1_000 : false),
  });
}

const atOnce = 1000;

/**
 * What names the records of a cause to the server. By id as long as they are few: then exactly those that were counted
 * are taken, and they can be named again to undo it.
 */
export async function selectCause(cause: CauseFilter): Promise<LetterSelection> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(cause, cursor);
    ids.push(...page.items.filter((letter) => isOf(letter, cause)).map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== null && ids.length <= atOnce);
  return cursor === null && ids.length > 0 && ids.length <= atOnce ? { ids } : queryOf(cause);
}

const readPage = (cause: CauseFilter, cursor: string | null) =>
  call(runRoutes.listDeadLetters, {
    query: { state: 'open', ...queryOf(cause), limit: 200, ...(cursor ? { cursor } : {}) },
  });

function queryOf({ flow, node, code, field }: CauseFilter) {
  return { flow, node, code, ...(field === null ? {} : { field }) };
}

// The filter of the list has no word for "about no field".
const isOf = (letter: DeadLetter, cause: CauseFilter | undefined) =>
  cause === undefined || letter.field === cause.field;
