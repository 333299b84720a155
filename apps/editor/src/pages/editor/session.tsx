import { flowRoutes } from 'virtual:contract';
import type { Flow, RunDetail } from '@syncline/model';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { call } from '../../api/client.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import type { Autosave, SaveState } from './autosave.ts';

export type EditorDialog = 'publish' | 'settings' | 'import' | 'delete' | null;

/** What the page knows besides the flow: which dialog is open, and the run that is followed. */
export interface SessionState {
  dialog: EditorDialog;
  /** The run whose counts are on the canvas. */
  run: RunDetail | null;
  /** Run to follow next. */
  watched: string | null;
}

export interface Session {
  autosave: Autosave;
  state: StoreApi<SessionState>;
}

export const createSessionState = (): StoreApi<SessionState> =>
  createStore<SessionState>()(() => ({ dialog: null, run: null, watched: null }));

const Context = createContext<Session | null>(null);
export const SessionProvider = Context.Provider;

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error('This part needs an open editor around it.');
  return session;
}

export const useSessionState = <T,>(select: (state: SessionState) => T): T =>
  useStore(useSession().state, select);
export const useSaveState = (): SaveState => useStore(useSession().autosave.state);

export const flowKey = (id: string) => ['flow', id];

/** The flow as the server told it last: state, version, whether the draft differs. */
export function useFlowFacts(): Flow {
  const { flowId } = useOpenFlow();
  const { data } = useQuery({
    queryKey: flowKey(flowId),
    queryFn: ({ signal }) => call(flowRoutes.getFlow, { params: { id: flowId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // The page is only built once the flow is there.
  if (!data) throw new Error('The flow is not loaded.');
  return data;
}
