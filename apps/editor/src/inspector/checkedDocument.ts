import type { Diagnostic, FlowDocument } from '@syncline/model';
import type { CheckStoreApi } from '../flow/checkStore.ts';
import type { OpenFlow } from '../flow/FlowContext.tsx';

type Checked = { diagnostics: readonly Diagnostic[]; document: FlowDocument };

const checkedOf = new WeakMap<CheckStoreApi, Checked>();

/**
 * The document as it was when the last check came back. The server previews the saved draft and a check follows each
 * save, so this is what a preview shows; the document at hand may have edits on their way.
 */
export function checkedDocument({ check, doc }: Pick<OpenFlow, 'check' | 'doc'>): FlowDocument {
  const { diagnostics } = check.getState();
  const known = checkedOf.get(check);
  if (known?.diagnostics === diagnostics) return known.document;
  const { document } = doc.getState();
  checkedOf.set(check, { diagnostics, document });
  return document;
}
