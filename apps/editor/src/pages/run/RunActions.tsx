import { flowRoutes, runRoutes } from 'virtual:contract';
import { isTerminal, type RunDetail } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/Button.tsx';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { showToast } from '../../parts/toast.ts';

/** What can be done with a run: end it while it goes on, run the flow again when it is over. */
export function RunActions({ run }: { run: RunDetail }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const fail = (error: Error) => showToast({ title: error.message, kind: 'failed' });
  const cancel = useMutation({
    mutationFn: () => call(runRoutes.cancelRun, { params: { id: run.id } }),
    onSuccess: () => {
      setAsking(false);
      showToast({ title: 'Cancelled. It ends at the next page; what was written stays' });
      void queries.invalidateQueries({ queryKey: ['run', run.id] });
    },
    onError: fail,
  });
  const again = useMutation({
    mutationFn: () => call(flowRoutes.runFlow, { params: { id: run.flowId }, body: { feeder: run.feeder } }),
    onSuccess: (next) => navigate(`/runs/${next.id}`),
    onError: fail,
  });
  if (isTerminal(run.status)) {
    if (run.startedBy === 'trigger') return null;
    return (
      <Button icon={RotateCcw} onClick={() => again.mutate()} busy={again.isPending ? 'Starting' : undefined}>
        Run again
      </Button>
    );
  }
  return (
    <>
      <Button icon={Ban} onClick={() => setAsking(true)}>
        Cancel run
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Cancel this run?"
        goes={['The rest of this run']}
        stays={[
          'Every record written so far',
          'The cursor of the last finished run: the next run reads from there',
        ]}
        confirmLabel="Cancel run"
        cancelLabel="Let it go on"
        onConfirm={() => cancel.mutate()}
        busy={cancel.isPending ? 'Cancelling' : undefined}
      />
    </>
  );
}
