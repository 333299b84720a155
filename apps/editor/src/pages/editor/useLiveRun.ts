import { runRoutes } from 'virtual:contract';
import { isTerminal, type RunDetail } from '@syncline/model';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../../api/client.ts';
import { useCanvasStore } from '../../canvas/CanvasContext.tsx';
import { speak } from '../../canvas/canvasStore.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { watchRun } from '../../runs/watchRun.ts';
import { resultWords } from './resultWords.ts';
import { useFlowFacts, useSession, useSessionState } from './session.tsx';

const lookEvery = 4000;

/** Shows the flow's newest run on the canvas while it goes on: at most one change of the store in a frame. */
export function useLiveRun(): void {
  const { flowId, run: runStore } = useOpenFlow();
  const { state } = useSession();
  const canvas = useCanvasStore();
  const queries = useQueryClient();
  const { state: flowState } = useFlowFacts();
  const watched = useSessionState((session) => session.watched);
  const { data } = useQuery({
    queryKey: ['runs', 'newest', flowId],
    queryFn: ({ signal }) => call(runRoutes.listRuns, { query: { flow: flowId, limit: 1 }, signal }),
    refetchInterval: flowState === 'live' ? lookEvery : false,
  });
  const newest = data?.items[0];
  useEffect(() => {
    if (newest && !isTerminal(newest.status)) state.setState({ watched: newest.id });
  }, [newest, state]);

  useEffect(() => {
    if (watched === null) return;
    let latest: RunDetail | null = null;
    let frame = 0;
    const show = () => {
      frame = 0;
      if (!latest) return;
      const { id, status, nodes, startedAt } = latest;
      runStore.getState().show({ runId: id, status, counts: nodes, startedAt });
      state.setState({ run: latest });
    };
    const stop = watchRun(watched, {
      onRun: (run) => {
        latest = run;
        frame ||= requestAnimationFrame(show);
        // Why the flow stands still is told by the flow, not by its run.
        if (run.status === 'paused') void queries.invalidateQueries({ queryKey: ['flow-state', flowId] });
        if (!isTerminal(run.status)) return;
        stop();
        speak(canvas, resultWords(run));
        void queries.invalidateQueries({ queryKey: ['runs'] });
      },
      onLog: () => {},
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [watched, flowId, runStore, state, canvas, queries]);
}
