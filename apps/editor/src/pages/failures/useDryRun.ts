import { failureRoutes } from 'virtual:contract';
import { useMutation } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

/** Asks what a replay would do now, with the record given or with the one that is kept. Writes nothing. */
export function useDryRun(id: string) {
  return useMutation({
    mutationFn: (input: Record<string, unknown> | undefined) =>
      call(failureRoutes.dryRunDeadLetter, { params: { id }, body: input ? { input } : {} }),
  });
}
export type DryRunState = ReturnType<typeof useDryRun>;
