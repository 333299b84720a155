import { systemRoutes } from 'virtual:contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { showToast } from '../parts/toast.ts';

/** Ends the session; undefined where no sign-in is asked for. */
export function useSignOut(): (() => void) | undefined {
  const queries = useQueryClient();
  const session = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => call(systemRoutes.getSession, { signal }),
  });
  if (!session.data?.required) return undefined;
  return () => {
    call(systemRoutes.signOut).then(
      () => queries.clear(),
      (error: Error) => showToast({ title: error.message, kind: 'failed' }),
    );
  };
}
