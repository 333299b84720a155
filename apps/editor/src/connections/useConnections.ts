import { connectionRoutes } from 'virtual:contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { showToast } from '../parts/toast.ts';

/** Connections with health and the flows that use them. */
export function useConnections() {
  return useQuery({
    queryKey: ['connections'],
    queryFn: ({ signal }) => call(connectionRoutes.listConnections, { signal }),
  });
}

/** Signs in and says who we are; the list then shows the new state. */
export function useCheckConnection() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call(connectionRoutes.checkConnection, { params: { id } }),
    onSuccess: (check) =>
      showToast(
        check.ok
          ? { title: check.summary, kind: 'success' }
          : {
              title: check.problem?.title ?? check.summary,
              detail: check.problem?.whatToDo ?? '',
              kind: 'failed',
            },
      ),
    onError: (error) => showToast({ title: error.message, kind: 'failed' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['connections'] }),
  });
}
