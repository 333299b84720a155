import type { Diagnostic } from '@syncline/model';
import type { OpenFlow } from '../../flow/FlowContext.tsx';

/** Opens the step a problem is about, with the cursor in the field at fault. */
export function goToProblem({ ui }: OpenFlow, { node, path }: Diagnostic): void {
  if (node !== undefined) ui.getState().focusField(node, path ?? '');
}

/** F8: the problem after the one that was looked at last, from the top again after the end. */
export function goToNextProblem(open: OpenFlow): Diagnostic | null {
  const { diagnostics } = open.check.getState();
  const sorted = diagnostics
    .filter(({ node }) => node !== undefined)
    .toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  if (sorted.length === 0) return null;
  const { focus } = open.ui.getState();
  const last = sorted.findLastIndex(({ node, path }) => node === focus?.node && (path ?? '') === focus?.path);
  const next = sorted[(last + 1) % sorted.length] ?? null;
  if (next) goToProblem(open, next);
  return next;
}
