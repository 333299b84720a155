import { approvalRoutes, failureRoutes } from 'virtual:contract';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { NavigationCounts } from './Sidebar.tsx';

const refreshMs = 10_000;

/** What needs a person, beside the entries of the navigation. Nothing until the server has said so. */
export function useNavigationCounts(): NavigationCounts {
  const failed = useQuery({
    queryKey: ['needs-you', 'failed'],
    queryFn: ({ signal }) => call(failureRoutes.listDeadLetterGroups, { query: { state: 'open' }, signal }),
    select: ({ total }) => total,
    refetchInterval: refreshMs,
    retry: false,
  });
  const waiting = useQuery({
    queryKey: ['needs-you', 'waiting'],
    queryFn: ({ signal }) => call(approvalRoutes.countApprovals, { signal }),
    select: ({ total }) => total,
    refetchInterval: refreshMs,
    retry: false,
  });
  return {
    '/failures': { count: failed.data ?? 0, kind: 'failed', label: 'failed records' },
    '/approvals': { count: waiting.data ?? 0, kind: 'waiting', label: 'records wait' },
  };
}
