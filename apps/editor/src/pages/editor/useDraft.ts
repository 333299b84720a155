import { flowRoutes } from 'virtual:contract';
import type { Flow, Validation } from '@syncline/model';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { addressOf, call } from '../../api/client.ts';
import type { OpenFlow } from '../../flow/FlowContext.tsx';
import { wordProblem } from '../../flow/wordProblem.ts';
import { showToast } from '../../parts/toast.ts';
import { type Autosave, createAutosave, judgeKept } from './autosave.ts';
import { keptDraftsOf } from './keptDrafts.ts';
import { flowKey } from './session.tsx';

/** Saves the draft while the page is open, checks it after each save, and leaves nothing unsaved behind. */
export function useDraft(open: OpenFlow, loaded: Flow): Autosave | null {
  const queries = useQueryClient();
  const [autosave, setAutosave] = useState<Autosave | null>(null);
  useEffect(() => {
    const { flowId, doc, check } = open;
    const params = { id: flowId };
    const kept = keptDraftsOf(flowId);
    let asked = 0;
    const validate = () => {
      asked += 1;
      const mine = asked;
      check.getState().begin();
      call(flowRoutes.validateFlow, { params, body: {} }).then(
        (validation) => mine === asked && check.getState().show(wordedIn(open, validation)),
        // The save itself tells when the server is away; the next save checks again.
        () => check.setState({ checking: false }),
      );
    };
    const onSaved = (flow: Flow) => {
      queries.setQueryData(flowKey(flowId), flow);
      void queries.invalidateQueries({ queryKey: ['flows'] });
      validate();
    };
    const made = createAutosave(doc, loaded, {
      save: ({ document, bindings }, etag) =>
        call(flowRoutes.saveFlow, { params, body: { document, bindings }, ifMatch: etag }),
      fetch: () => call(flowRoutes.getFlow, { params }),
      onSaved,
      kept,
      now: Date.now,
    });
    takeKept(kept.read(), made, open, loaded);
    validate();
    setAutosave(made);

    const leave = () => {
      if (made.state.getState().phase === 'saved') return;
      const { document, bindings } = doc.getState();
      const { etag } = queries.getQueryData<Flow>(flowKey(flowId)) ?? loaded;
      kept.write({ document, bindings, etag });
      // The page goes: keepalive lets the browser finish a small draft. A larger one waits in this browser.
      const body = JSON.stringify({ document, bindings });
      if (body.length > 60_000) return;
      const headers = { 'content-type': 'application/json', 'if-match': etag };
      void fetch(addressOf(flowRoutes.saveFlow, { params }), {
        method: 'PUT',
        headers,
        body,
        keepalive: true,
      }).catch(() => null);
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      void made.flush();
      made.stop();
    };
  }, [open, queries]);
  return autosave;
}

/** The server's answer, with settings called as the forms call them. */
function wordedIn({ doc, catalogue }: OpenFlow, validation: Validation): Validation {
  const { nodes } = doc.getState().document;
  const schemaOf = (node = '') =>
    catalogue.nodes.find(({ type }) => type === nodes[node]?.type)?.configSchema;
  const diagnostics = validation.diagnostics.map((one) => wordProblem(one, schemaOf(one.node)));
  return { ...validation, diagnostics };
}

function takeKept(
  draft: ReturnType<ReturnType<typeof keptDraftsOf>['read']>,
  autosave: Autosave,
  { doc }: OpenFlow,
  loaded: Flow,
): void {
  const judged = judgeKept(draft, loaded);
  if (!draft || judged === 'none') return;
  doc.getState().load({ document: draft.document, bindings: draft.bindings });
  if (judged === 'goes-on') {
    showToast({
      title: 'Edits of this browser are back',
      detail: 'They had not reached the server yet. They are saved now.',
    });
    return;
  }
  autosave.state.setState({ phase: 'conflict' }, true);
}
