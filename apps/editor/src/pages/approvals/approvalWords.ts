import type { Approval } from '@syncline/model';

/** What approving a record does at the destination. */
export type ApprovalEffect = 'add' | 'change' | 'delete' | 'unknown';

export const effectWords: Record<ApprovalEffect, string> = {
  add: 'New',
  change: 'Change',
  delete: 'Delete',
  unknown: 'Write',
};

/** Whether it adds, changes or deletes; `unknown` when the destination could not be asked what it holds. */
export function effectOf({ op, changes }: Pick<Approval, 'op' | 'changes'>): ApprovalEffect {
  if (op === 'delete') return 'delete';
  if (changes === null) return 'unknown';
  return changes.length > 0 && changes.every(({ before }) => before === undefined) ? 'add' : 'change';
}

/** The one line of a record in the list: what would become of it. */
export function changeLine(approval: Pick<Approval, 'op' | 'changes'>): string {
  const { changes } = approval;
  const effect = effectOf(approval);
  if (effect === 'delete') return 'would be deleted';
  if (effect === 'add') return 'would be added';
  if (changes === null) return 'what the destination holds is not known';
  if (changes.length === 0) return 'nothing would change';
  return changes.map(({ field }) => field).join(', ');
}
