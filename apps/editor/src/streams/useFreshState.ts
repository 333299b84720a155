import { flowRoutes } from 'virtual:contract';
import type { Flow } from '@syncline/model';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../api/client.ts';

const refreshMs = 5_000;

/**
 * Keeps what an open flow's page knows of its state fresh: a flow may pause by itself while someone works on its draft.
 * The draft and its etag are left alone; they are the page's own until it saves.
 */
export function useFreshState(flowId: string, published: boolean): void {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['flow-state', flowId],
    queryFn: ({ signal }) => call(flowRoutes.getFlow, { params: { id: flowId }, signal }),
    refetchInterval: refreshMs,
    enabled: published,
    retry: false,
  });
  useEffect(() => {
    if (!data) return;
    const { state, pauseReason, pauseMessage, refusedBy, guard, waitingEvents, lastRun, nextRunAt, late } =
      data;
    const fresh = {
      state,
      pauseReason,
      pauseMessage,
      refusedBy,
      guard,
      waitingEvents,
      lastRun,
      nextRunAt,
      late,
    };
    queries.setQueryData<Flow>(['flow', flowId], (before) => before && { ...before, ...fresh });
  }, [data, flowId, queries]);
}
