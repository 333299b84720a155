import { failureRoutes } from 'virtual:contract';
import type { LetterSelection } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../../api/client.ts';
import { countOf } from '../../parts/format.ts';
import { showToast } from '../../parts/toast.ts';

/** Everything that shows failed records, so that all of it is asked again after an action. */
const affected = ['letters', 'letter', 'letter-groups', 'run-failures', 'failed', 'needs-you', 'runs'];

/** Replay, ignore and put back: each says what came of it and how to go back. */
export function useLetterActions() {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const refresh = () => Promise.all(affected.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const fail = (title: string) => (error: Error) =>
    showToast({ kind: 'failed', title, detail: error.message });

  const replay = useMutation({
    mutationFn: (select: LetterSelection) => call(failureRoutes.replayDeadLetters, { body: select }),
    onSuccess: ({ runIds, records, left }) => {
      const [first] = runIds;
      const detail = left > 0 ? `${countOf(left, 'record stays', 'records stay')} on the list.` : undefined;
      if (records === 0 || !first) {
        showToast({
          kind: 'warning',
          title: 'Nothing was replayed',
          detail: detail ?? 'None of these records is still open.',
        });
      } else {
        showToast({
          title: `Replaying ${countOf(records, 'record')}`,
          ...(detail ? { detail } : {}),
          action: {
            label: runIds.length === 1 ? 'Open run' : `Open ${runIds.length} runs`,
            run: () => navigate(runIds.length === 1 ? `/runs/${first}` : '/runs?startedBy=replay'),
          },
        });
      }
      return refresh();
    },
    onError: fail('Not replayed'),
  });

  const reopen = useMutation({
    mutationFn: (ids: readonly string[]) =>
      call(failureRoutes.reopenDeadLetters, { body: { ids: [...ids] } }),
    onSuccess: ({ records }) => {
      showToast({ title: `Put ${countOf(records, 'record')} back on the list` });
      return refresh();
    },
    onError: fail('Not put back'),
  });

  const ignore = useMutation({
    mutationFn: (wish: { select: LetterSelection; reason: string }) =>
      call(failureRoutes.ignoreDeadLetters, { body: wish }),
    onSuccess: ({ records }, { select: { ids } }) => {
      showToast({
        title: `Ignored ${countOf(records, 'record')}`,
        detail: 'The next state of the same record is tried all the same.',
        action: ids
          ? { label: 'Undo', run: () => reopen.mutate(ids) }
          : { label: 'Show them', run: () => navigate('/failures?tab=ignored') },
      });
      return refresh();
    },
    onError: fail('Not ignored'),
  });

  return { replay, ignore, reopen };
}
