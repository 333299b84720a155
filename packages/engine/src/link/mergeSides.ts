import type { Value } from '@syncline/model';

/** What a link compares of a record on one side: its linked fields under their common names. */
export type Projection = Readonly<Record<string, Value>>;

/**
 * Who wins when both sides changed a field to different values: a side, the later change, or a person. A field that a side
 * owns is never changed on that side by the other one, not even without a conflict.
 */
export type FieldPolicy = 'a' | 'b' | 'latest' | 'manual';

/** How one side stands now; null = it has no such record. */
export interface SideState {
  values: Projection;
  /** When the source says it changed last; null when it doesn't say. Milliseconds since 1970. */
  changedMs: number | null;
}

/** What both sides returned when they last agreed. Each in its own spelling: one that lowers e-mails is compared with itself. */
export interface LinkBase {
  a: Projection;
  b: Projection;
}

export interface LinkRules {
  fields: Readonly<Record<string, FieldPolicy>>;
  /** What becomes of a record deleted on one side and changed on the other meanwhile. */
  deleteOrEdit: 'edit-wins' | 'delete-wins';
  /** Changes closer than this can't be put in order by two clocks. */
  skewMs: number;
  /** The side that wins where order or agreement can't be told. */
  tieGoesTo: 'a' | 'b';
}

/** What has to be written to one side; null = nothing. */
export type SideWrite = { op: 'upsert'; values: Projection; create: boolean } | { op: 'delete' } | null;

export interface Conflict {
  field: string;
  a: Value;
  b: Value;
}

export interface Merge {
  toA: SideWrite;
  toB: SideWrite;
  /** Fields a person has to decide; they stay as they are on both sides. */
  conflicts: Conflict[];
}

const nothing: Merge = { toA: null, toB: null, conflicts: [] };

/**
 * Brings two sides of one record together, by what each held when they last agreed. Looks at states, never at events: an
 * event only says that it is worth looking, so echoes of our own writes, repetitions and disorder change nothing.
 *
 * @example mergeSides({ a: { mail: 'x' }, b: { mail: 'x' } }, changed('y'), unchanged('x'), rules).toB // upsert mail: 'y'
 */
export function mergeSides(
  base: LinkBase | null,
  a: SideState | null,
  b: SideState | null,
  rules: LinkRules,
): Merge {
  if (a !== null && b !== null) return mergeFields(base, a, b, rules);
  if (a === null && b === null) return nothing;
  return a === null ? oneSided(base, b, 'b', rules) : oneSided(base, a, 'a', rules);
}

/** Only `side` has the record: the other one never had it, or deleted it. */
function oneSided(base: LinkBase | null, there: SideState | null, side: 'a' | 'b', rules: LinkRules): Merge {
  if (there === null) return nothing;
  const copy: SideWrite = { op: 'upsert', values: there.values, create: true };
  const remove: SideWrite = { op: 'delete' };
  const isNew = base === null;
  const isEdited = base !== null && changedFields(there.values, base[side]).length > 0;
  const copies = isNew || (isEdited && rules.deleteOrEdit === 'edit-wins');
  if (copies) return side === 'a' ? { ...nothing, toB: copy } : { ...nothing, toA: copy };
  return side === 'a' ? { ...nothing, toA: remove } : { ...nothing, toB: remove };
}

function mergeFields(base: LinkBase | null, a: SideState, b: SideState, rules: LinkRules): Merge {
  const toA: Record<string, Value> = {};
  const toB: Record<string, Value> = {};
  const conflicts: Conflict[] = [];
  for (const [field, policy] of Object.entries(rules.fields)) {
    const inA = a.values[field];
    const inB = b.values[field];
    // A side that does not give a field has no say in it.
    if (inA === undefined || inB === undefined) continue;
    switch (decide(field, policy, base, a, b, rules)) {
      case 'a':
        toB[field] = inA;
        break;
      case 'b':
        toA[field] = inB;
        break;
      case 'ask':
        conflicts.push({ field, a: inA, b: inB });
        break;
      case 'agreed':
        break;
    }
  }
  return { toA: writeOf(toA), toB: writeOf(toB), conflicts };
}

const writeOf = (values: Record<string, Value>): SideWrite =>
  Object.keys(values).length === 0 ? null : { op: 'upsert', values, create: false };

/** Which side's value goes to the other. */
function decide(
  field: string,
  policy: FieldPolicy,
  base: LinkBase | null,
  a: SideState,
  b: SideState,
  rules: LinkRules,
): 'a' | 'b' | 'ask' | 'agreed' {
  const differs = !isSame(a.values[field], b.values[field]);
  // Sides that never agreed: what is equal is agreed, what is not is a conflict.
  const changedA = base === null ? differs : !isSame(a.values[field], base.a[field]);
  const changedB = base === null ? differs : !isSame(b.values[field], base.b[field]);
  if (!changedA && !changedB) return 'agreed';
  if (policy === 'a' || policy === 'b') return ownerDecides(policy, changedA, changedB, differs);
  if (changedA && !changedB) return 'a';
  if (changedB && !changedA) return 'b';
  if (!differs) return 'agreed';
  return policy === 'manual' ? 'ask' : later(a, b, rules);
}

/** Whatever changed, the owner's value stands on both sides. */
function ownerDecides(
  owner: 'a' | 'b',
  changedA: boolean,
  changedB: boolean,
  differs: boolean,
): 'a' | 'b' | 'agreed' {
  if (changedA && changedB && !differs) return 'agreed';
  return owner;
}

function later(a: SideState, b: SideState, { skewMs, tieGoesTo }: LinkRules): 'a' | 'b' {
  if (a.changedMs === null || b.changedMs === null) return tieGoesTo;
  if (Math.abs(a.changedMs - b.changedMs) <= skewMs) return tieGoesTo;
  return a.changedMs > b.changedMs ? 'a' : 'b';
}

/** Fields of `now` that are not as they were; a field not given now says nothing. */
function changedFields(now: Projection, before: Projection): string[] {
  return Object.keys(now).filter((field) => !isSame(now[field], before[field]));
}

/** @example isSame({ a: 1 }, { a: 1 }) // true */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * What both sides agree on after the writes: each side as it returned itself. Fields that wait for a person keep the old
 * base, so that the question stays open until it is answered on one of the sides.
 */
export function nextBase(
  base: LinkBase | null,
  a: Projection,
  b: Projection,
  open: readonly Conflict[],
): LinkBase {
  const next = { a: { ...a } as Record<string, Value>, b: { ...b } as Record<string, Value> };
  for (const { field } of open) {
    keepOld(next.a, field, base?.a[field]);
    keepOld(next.b, field, base?.b[field]);
  }
  return next;
}

function keepOld(side: Record<string, Value>, field: string, before: Value | undefined): void {
  if (before === undefined) delete side[field];
  else side[field] = before;
}
