import type { Catalogue, Flow } from '@syncline/model';
import { useEffect, useMemo, useState } from 'react';
import { CanvasProvider, PausedContext } from '../../canvas/CanvasContext.tsx';
import { createCanvasStore } from '../../canvas/canvasStore.ts';
import { LiveRegion } from '../../canvas/LiveRegion.tsx';
import { createCheckStore } from '../../flow/checkStore.ts';
import { createDocStore } from '../../flow/docStore.ts';
import { type OpenFlow, OpenFlowProvider } from '../../flow/FlowContext.tsx';
import { createRunStore } from '../../flow/runStore.ts';
import { createUiStore } from '../../flow/uiStore.ts';
import { EditorDialogs } from './EditorDialogs.tsx';
import { EditorLayout } from './EditorLayout.tsx';
import { createSessionState, type Session, SessionProvider, useFlowFacts } from './session.tsx';
import { useAddressedStep } from './useAddressedStep.ts';
import { useDraft } from './useDraft.ts';
import { useEditorCommands } from './useEditorCommands.ts';
import { useLiveRun } from './useLiveRun.ts';

type OpenEditorProps = { flow: Flow; catalogue: Catalogue };

/** One flow, open: its four stores, its autosave and what is shown of it. */
export function OpenEditor({ flow, catalogue }: OpenEditorProps) {
  const [open] = useState<OpenFlow>(() => ({
    flowId: flow.id,
    catalogue,
    doc: createDocStore({ document: flow.document, bindings: flow.bindings }),
    ui: createUiStore(),
    check: createCheckStore(),
    run: createRunStore(),
  }));
  const [canvas] = useState(createCanvasStore);
  const autosave = useDraft(open, flow);
  const [state] = useState(createSessionState);
  const session = useMemo<Session | null>(() => autosave && { autosave, state }, [autosave, state]);
  useEffect(() => {
    document.title = `${flow.name} · Syncline`;
  }, [flow.name]);
  if (!session) return null;
  return (
    <OpenFlowProvider value={open}>
      <SessionProvider value={session}>
        <CanvasProvider value={canvas}>
          <Opened />
        </CanvasProvider>
      </SessionProvider>
    </OpenFlowProvider>
  );
}

function Opened() {
  const { state, waitingEvents } = useFlowFacts();
  useLiveRun();
  useAddressedStep();
  useEditorCommands();
  return (
    <PausedContext value={state === 'paused' ? waitingEvents : null}>
      <EditorLayout />
      <EditorDialogs />
      <LiveRegion />
    </PausedContext>
  );
}
