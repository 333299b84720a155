import { useEffect, useRef } from 'react';
import { useSearch } from 'wouter';
import { useOpenFlow } from '../../flow/FlowContext.tsx';

/** `?step=NAME&field=PATH` opens that step, and puts the cursor into the field. */
export function useAddressedStep(): void {
  const { doc, ui } = useOpenFlow();
  const search = useSearch();
  const done = useRef('');
  useEffect(() => {
    const params = new URLSearchParams(search);
    const step = params.get('step');
    const field = params.get('field');
    const key = `${step} ${field}`;
    if (step === null || done.current === key || !Object.hasOwn(doc.getState().document.nodes, step)) return;
    done.current = key;
    if (field === null) ui.getState().openStep(step);
    else ui.getState().focusField(step, field);
  }, [search, doc, ui]);
}
