import type { Approval } from '@syncline/model';
import { type ApprovalEffect, effectOf } from './approvalWords.ts';

/** What a number field comes to before and after, over the records in which it changes. */
export interface FieldSum {
  field: string;
  records: number;
  /** Set when both values are numbers in every one of them. */
  total: { before: number; after: number } | null;
}

/** What deciding many records at once would do. */
export interface Tally {
  records: number;
  effects: Readonly<Record<ApprovalEffect, number>>;
  /** Fields that change, most often changed first. */
  fields: readonly FieldSum[];
}

/** Adds up what approving the records would change. */
export function tally(approvals: readonly Approval[]): Tally {
  const effects: Record<ApprovalEffect, number> = {
    add: 0,
    match: 0,
    change: 0,
    delete: 0,
    archive: 0,
    leave: 0,
    unknown: 0,
  };
  const fields = new Map<string, FieldSum>();
  for (const approval of approvals) {
    const effect = effectOf(approval);
    effects[effect] += 1;
    if (effect !== 'change') continue;
    for (const { field, before, after } of approval.changes ?? []) {
      const sum = fields.get(field);
      fields.set(field, {
        field,
        records: (sum?.records ?? 0) + 1,
        total: addUp(sum, before, after),
      });
    }
  }
  return {
    records: approvals.length,
    effects,
    fields: [...fields.values()].sort((a, b) => b.records - a.records),
  };
}

function addUp(sum: FieldSum | undefined, before: unknown, after: unknown): FieldSum['total'] {
  const [from, to] = [amount(before), amount(after)];
  if (from === null || to === null || sum?.total === null) return null;
  return { before: (sum?.total?.before ?? 0) + from, after: (sum?.total?.after ?? 0) + to };
}

// Decimals travel as text of digits.
function amount(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

/** Some of many, spread evenly over all of them, so that the oldest and the newest are both among them. */
export function sampleOf<T>(all: readonly T[], size: number): T[] {
  if (all.length <= size) return [...all];
  const step = (all.length - 1) / (size - 1);
  return Array.from({ length: size }, (_, index) => all[Math.round(index * step)]).filter(
    (one): one is T => one !== undefined,
  );
}
