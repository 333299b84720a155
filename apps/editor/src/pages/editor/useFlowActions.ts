import { flowRoutes } from 'virtual:contract';
import type { Flow } from '@syncline/model';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { showToast } from '../../parts/toast.ts';
import type { CursorWishes } from '../../streams/CursorChoice.tsx';
import { flowKey, useSession } from './session.tsx';

/** Run, publish, pause and resume of the open flow: each says what came of it and how to go back. */
export function useFlowActions() {
  const { flowId, run: runStore } = useOpenFlow();
  const { autosave, state } = useSession();
  const queries = useQueryClient();
  const params = { id: flowId };
  const take = (flow: Flow) => {
    queries.setQueryData(flowKey(flowId), flow);
    void queries.invalidateQueries({ queryKey: ['flows'] });
  };
  const fail = (title: string) => (error: Error) =>
    showToast({ kind: 'failed', title, detail: error.message });

  const run = useMutation({
    mutationFn: async (wish: { feeder?: string; full?: boolean }) => {
      // What is on screen is what a person means; the run itself takes the published version.
      await autosave.flush();
      return call(flowRoutes.runFlow, { params, body: wish });
    },
    onMutate: () => runStore.getState().clear(),
    onSuccess: (started) => {
      state.setState({ watched: started.id, run: null });
      void queries.invalidateQueries({ queryKey: ['runs'] });
    },
    onError: fail('It did not run'),
  });
  const resume = useMutation({
    mutationFn: () => call(flowRoutes.resumeFlow, { params }),
    onSuccess: (flow) => {
      take(flow);
      showToast({ kind: 'success', title: 'Resumed', detail: 'It goes on from where it stopped.' });
    },
    onError: fail('It was not resumed'),
  });
  const pause = useMutation({
    mutationFn: () => call(flowRoutes.pauseFlow, { params }),
    onSuccess: (flow) => {
      take(flow);
      showToast({
        title: 'Paused',
        detail: 'It stops at the next page. What arrives meanwhile is kept.',
        action: { label: 'Resume', run: () => resume.mutate() },
      });
    },
    onError: fail('It was not paused'),
  });
  const publish = useMutation({
    mutationFn: async ({ note, cursors }: { note: string; cursors: CursorWishes }) => {
      if (!(await autosave.flush())) throw new Error('The draft is not saved yet. Publish it once it is.');
      return call(flowRoutes.publishFlow, {
        params,
        body: {
          ...(note.trim() === '' ? {} : { note: note.trim() }),
          ...(Object.keys(cursors).length === 0 ? {} : { cursors }),
        },
      });
    },
    onSuccess: (flow) => {
      take(flow);
      state.setState({ dialog: null });
      showToast({
        kind: 'success',
        title: `Published version ${flow.version}`,
        detail: flow.nextRunAt ? 'It starts by itself from now on.' : 'It runs from now on.',
        action: { label: 'Run once', run: () => run.mutate({}) },
      });
    },
  });
  return { run, pause, resume, publish };
}
