import type { DeadLetter, DeadLetterState } from '@syncline/model';
import type { StatusKind } from '../../parts/Status.tsx';

const states: Record<DeadLetterState, { kind: StatusKind; words: string }> = {
  open: { kind: 'failed', words: 'Not synced' },
  replaying: { kind: 'running', words: 'Replaying' },
  replayed: { kind: 'success', words: 'Replayed' },
  superseded: { kind: 'skipped', words: 'Superseded by a newer state' },
  ignored: { kind: 'skipped', words: 'Ignored' },
};

/** How a failed record stands, in words. */
export const letterState = (state: DeadLetterState) => states[state];

/** What a failed record is called: its identity, or where it stood. */
export const letterName = (letter: Pick<DeadLetter, 'key' | 'sourceKey' | 'place'>): string =>
  letter.key ?? letter.sourceKey ?? letter.place ?? 'without identity';

/** The cause as a title: "email: A required field has no value". */
export const causeTitle = ({ field, title }: { field: string | null; title: string }): string =>
  field ? `${field}: ${title}` : title;

/** Where the step of a failed record is put right: in the editor, at the field. */
export function stepAddress({ flowId, node, field }: { flowId: string; node: string; field: string | null }) {
  const query = new URLSearchParams({ step: node, ...(field ? { field } : {}) });
  return `/flows/${encodeURIComponent(flowId)}?${query}`;
}

/** The address of the records of one cause. */
export function causeAddress(cause: { flowId: string; node: string; code: string; field: string | null }) {
  const query = new URLSearchParams({
    open: '1',
    flow: cause.flowId,
    step: cause.node,
    code: cause.code,
    ...(cause.field === null ? {} : { field: cause.field }),
  });
  return `/failures?${query}`;
}
