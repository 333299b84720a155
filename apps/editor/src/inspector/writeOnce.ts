import type { FlowDocument } from '@syncline/model';
import type { DocStoreApi } from '../flow/docStore.ts';

type Last = { key: string; at: number; document: FlowDocument };

const lastOf = new WeakMap<DocStoreApi, Last>();
const pauseMs = 600;

/**
 * Runs an edit. Edits with the same key that follow each other within 600 ms are one entry of the history: typing a
 * word is undone at once, and a pick in a list always has its own entry.
 *
 * @param key what is being typed in (`clean fields.3.expression`); null for an edit that stands alone.
 */
export function writeOnce(
  doc: DocStoreApi,
  key: string | null,
  edit: () => void,
  now: () => number = Date.now,
): void {
  const last = lastOf.get(doc);
  const at = now();
  // A document that is not the one last written was changed by someone else (undo, the canvas): that ends the entry.
  const goesOn =
    key !== null &&
    last?.key === key &&
    at - last.at < pauseMs &&
    last.document === doc.getState().document &&
    doc.temporal.getState().isTracking;
  if (goesOn) doc.temporal.getState().pause();
  try {
    edit();
  } finally {
    if (goesOn) doc.temporal.getState().resume();
  }
  if (key === null) lastOf.delete(doc);
  else lastOf.set(doc, { key, at, document: doc.getState().document });
}
