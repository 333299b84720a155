import { systemRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { call, ServerAway } from '../api/client.ts';
import { countOf } from '../parts/format.ts';
import type { WorkerState } from './WorkerLine.tsx';

const healthMs = 5_000;

/** Whether the server answers and somebody works, asked every five seconds. */
export function useHealth() {
  const health = useQuery({
    queryKey: ['health'],
    // Not ready is an answer, too: the strip is for a server that says nothing.
    queryFn: async ({ signal }) => {
      try {
        return await call(systemRoutes.getHealth, { signal });
      } catch (error) {
        if (error instanceof ServerAway) throw error;
        return null;
      }
    },
    refetchInterval: healthMs,
    retry: false,
  });
  return {
    workers: health.isError
      ? { state: 'away' as const, words: 'No word of the workers' }
      : workersOf(health.data),
    away: health.isError,
    retry: () => void health.refetch(),
    trying: health.isFetching,
  };
}

interface Health {
  workers: number;
  ready: boolean;
  checks: readonly { ok: boolean; note: string }[];
}

function workersOf(health: Health | null | undefined): WorkerState | undefined {
  if (health === undefined) return undefined;
  if (health === null) return { state: 'busy', words: 'Starting' };
  if (health.workers === 0) return { state: 'away', words: 'No worker running' };
  const trouble = health.checks.find(({ ok }) => !ok);
  if (trouble !== undefined || !health.ready)
    return { state: 'busy', words: 'Something needs a look', ...(trouble && { reason: trouble.note }) };
  return { state: 'well', words: `${countOf(health.workers, 'worker')}, all well` };
}
