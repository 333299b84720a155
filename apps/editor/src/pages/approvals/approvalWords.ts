import type { Approval } from '@syncline/model';

/** What approving a record does at the destination. */
export type ApprovalEffect = 'add' | 'match' | 'change' | 'delete' | 'archive' | 'leave' | 'unknown';
type Told = Pick<Approval, 'op' | 'changes' | 'looksFirst' | 'deletes'>;

export const effectWords: Record<ApprovalEffect, string> = {
  add: 'New',
  match: 'New or known',
  change: 'Change',
  delete: 'Delete',
  archive: 'Archive',
  leave: 'Stays',
  unknown: 'Write',
};

/** What becomes of it; `unknown` when the destination could not be asked what it holds. */
export function effectOf({ op, changes, looksFirst, deletes }: Told): ApprovalEffect {
  if (op === 'delete') {
    if (deletes === 'ignore' || deletes === 'unlink') return 'leave';
    return deletes === 'archive' ? 'archive' : 'delete';
  }
  if (changes === null) return 'unknown';
  if (looksFirst) return 'match';
  return changes.length > 0 && changes.every(({ before }) => before === undefined) ? 'add' : 'change';
}

const lines: Partial<Record<ApprovalEffect, string>> = {
  add: 'would be added',
  match: 'would be added or changed',
  delete: 'would be deleted',
  archive: 'would be marked as gone',
  leave: 'is deleted at the source, would stay here',
};

/** The one line of a record in the list: what would become of it. */
export function changeLine(approval: Told): string {
  const { changes } = approval;
  const line = lines[effectOf(approval)];
  if (line !== undefined) return line;
  if (changes === null) return 'what the destination holds is not known';
  if (changes.length === 0) return 'nothing would change';
  return changes.map(({ field }) => field).join(', ');
}
