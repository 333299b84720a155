import { connectionRoutes } from 'virtual:contract';
import type { Connection } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { Button } from '../parts/Button.tsx';
import { asSentence } from '../parts/format.ts';
import { showToast } from '../parts/toast.ts';

type ResumeAllProps = {
  connection: Pick<Connection, 'id' | 'name' | 'state' | 'pausedFlows'>;
  small?: boolean;
};

/** @example flowsOf(1) // '1 flow' */
export const flowsOf = (count: number): string => (count === 1 ? '1 flow' : `${count} flows`);

class StillRefused extends Error {}

/** Lets all flows go on that a refused connection stopped; one that was not tested since is tested first. */
export function ResumeAll({ connection, small }: ResumeAllProps) {
  const queries = useQueryClient();
  const { id, name, state, pausedFlows } = connection;
  const resume = useMutation({
    mutationFn: async () => {
      if (state !== 'ok') {
        const check = await call(connectionRoutes.checkConnection, { params: { id } });
        if (!check.ok) throw new StillRefused(check.problem?.title ?? check.summary);
      }
      return call(connectionRoutes.resumeConnection, { params: { id } });
    },
    onSuccess: ({ resumed }) =>
      showToast({
        kind: 'success',
        title: `Resumed ${flowsOf(resumed.length)}`,
        detail: 'They go on from where they stopped.',
      }),
    onError: (error) =>
      showToast({
        kind: 'failed',
        title: error instanceof StillRefused ? `${name} is still refused` : 'Nothing was resumed',
        detail: asSentence(error.message),
      }),
    onSettled: () => {
      for (const key of ['connections', 'flows', 'flow-state', 'runs', 'run'])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  if (pausedFlows.length === 0) return null;
  const words = pausedFlows.length === 1 ? 'Resume 1 flow' : `Resume all ${flowsOf(pausedFlows.length)}`;
  return (
    <Button
      kind={state === 'failing' ? 'plain' : 'primary'}
      {...(small ? { size: 'sm' } : {})}
      onClick={() => resume.mutate()}
      busy={resume.isPending ? 'Resuming' : undefined}
    >
      {words}
    </Button>
  );
}
