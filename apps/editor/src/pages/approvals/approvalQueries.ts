import { approvalRoutes } from 'virtual:contract';
import type { Approval } from '@syncline/model';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export interface Checkpoint {
  flowId: string;
  node: string;
}

/** How many wait, by checkpoint. */
export function useCheckpoints() {
  return useQuery({
    queryKey: ['approval-counts'],
    queryFn: ({ signal }) => call(approvalRoutes.countApprovals, { signal }),
    refetchInterval: 5_000,
  });
}

const pageSize = 100;

const readPage = (at: Checkpoint, cursor: string, limit: number, signal?: AbortSignal) =>
  call(approvalRoutes.listApprovals, {
    query: { flow: at.flowId, node: at.node, limit, ...(cursor ? { cursor } : {}) },
    ...(signal ? { signal } : {}),
  });

/** Records that wait at a checkpoint, oldest first, page by page. */
export function useWaiting(at: Checkpoint | undefined) {
  return useInfiniteQuery({
    queryKey: ['approvals', at?.flowId, at?.node],
    queryFn: ({ pageParam, signal }) => readPage(at ?? { flowId: '', node: '' }, pageParam, pageSize, signal),
    enabled: at !== undefined,
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    select: (data) => data.pages.flatMap((page) => page.items),
    refetchInterval: 10_000,
  });
}

/** More at once would be more than a person can answer for. */
export const mostAtOnce = 5_000;

/** All that wait at a checkpoint now, oldest first, at most `mostAtOnce`; `onPage` is told how far it is. */
export async function readAllWaiting(
  at: Checkpoint,
  onPage: (read: number) => void,
  signal: AbortSignal,
): Promise<{ approvals: Approval[]; complete: boolean }> {
  const approvals: Approval[] = [];
  let cursor: string | null = '';
  while (cursor !== null && approvals.length < mostAtOnce) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(at, cursor, 200, signal);
    approvals.push(...page.items);
    onPage(approvals.length);
    cursor = page.cursor;
  }
  return { approvals, complete: cursor === null };
}

/** The newest content of a record that waits, when it waits; the newest are at the end of the list. */
export async function findWaiting(at: Checkpoint, key: string): Promise<Approval | null> {
  const { approvals } = await readAllWaiting(at, () => {}, new AbortController().signal);
  return approvals.findLast((approval) => approval.key === key) ?? null;
}
