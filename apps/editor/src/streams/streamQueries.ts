import { streamRoutes } from 'virtual:contract';
import type { Stream } from '@syncline/model';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../api/client.ts';
import { countOf } from '../parts/format.ts';
import { showToast } from '../parts/toast.ts';

const streamsKey = (flowId: string) => ['streams', flowId];

/** How each source of a flow stands, kept fresh. */
export function useStreams(flowId: string, everyMs = 3_000, enabled = true) {
  return useQuery({
    queryKey: streamsKey(flowId),
    queryFn: ({ signal }) => call(streamRoutes.listStreams, { params: { id: flowId }, signal }),
    select: ({ items }) => items,
    refetchInterval: everyMs,
    enabled,
  });
}

export type Steering = { action: 'start' | 'pause' | 'resume' | 'stop'; keys?: string[] };

const steered: Record<Steering['action'], { title: string; detail: string }> = {
  start: { title: 'Loading what exists', detail: 'Changes that come meanwhile are taken as before.' },
  pause: { title: 'Paused the loading', detail: 'Changes that come meanwhile are taken as before.' },
  resume: { title: 'Loading goes on', detail: 'From where it stopped.' },
  stop: { title: 'Stopped the loading', detail: 'What is loaded stays.' },
};
const undo: Record<Steering['action'], { label: string; action: Steering['action'] }> = {
  start: { label: 'Stop', action: 'stop' },
  pause: { label: 'Resume', action: 'resume' },
  resume: { label: 'Pause', action: 'pause' },
  stop: { label: 'Start again', action: 'start' },
};

/** What can be done with a source: each says what came of it and how to go back. */
export function useStreamActions(flowId: string, node: string) {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const params = { id: flowId, node };
  const take = (next: Stream) => {
    queries.setQueryData<{ items: Stream[] }>(
      streamsKey(flowId),
      (before) => before && { items: before.items.map((one) => (one.node === next.node ? next : one)) },
    );
    void queries.invalidateQueries({ queryKey: ['runs'] });
  };
  const fail = (title: string) => (error: Error) =>
    showToast({ kind: 'failed', title, detail: error.message });

  const steer = useMutation({
    mutationFn: (body: Steering) => call(streamRoutes.steerBackfill, { params, body }),
    onSuccess: (next, { action, keys }) => {
      take(next);
      const back = undo[action];
      showToast({
        ...steered[action],
        ...(keys ? { title: `Loading ${countOf(keys.length, 'record')}` } : {}),
        ...(keys ? {} : { action: { label: back.label, run: () => steer.mutate({ action: back.action }) } }),
      });
    },
    onError: fail('Nothing was changed'),
  });
  const sweep = useMutation({
    mutationFn: () => call(streamRoutes.sweepStream, { params }),
    onSuccess: (next) => {
      take(next);
      showToast({
        title: 'Checking everything',
        detail: 'What differs is put right. The result shows here when it is done.',
        action: { label: 'See the runs', run: () => navigate(`/runs?flow=${encodeURIComponent(flowId)}`) },
      });
    },
    onError: fail('The check did not start'),
  });
  const setCursor = useMutation({
    mutationFn: (change: { value: unknown; before: unknown }) =>
      call(streamRoutes.editCursor, { params, body: { value: change.value } }),
    onSuccess: (next, { value, before }) => {
      take(next);
      showToast({
        title: value === null ? 'The next run reads from the beginning' : 'The next run reads from there',
        action: { label: 'Undo', run: () => setCursor.mutate({ value: before, before: value }) },
      });
    },
    onError: fail('The cursor was not changed'),
  });
  return { steer, sweep, setCursor };
}
