import { fetchRecords } from '../page/fetchRecords.ts';
import type { LedgerEntry } from '../ports.ts';
import type { Delivery } from '../record/delivery.ts';
import type { RunWork } from '../run/runWork.ts';
import type { LinkState } from './linkPort.ts';
import { type FoundSide, foundSide, given, type Link, type LinkSide, type SideName } from './linkSides.ts';
import { type Conflict, isSame, type LinkBase, mergeSides, type SideWrite } from './mergeSides.ts';
import { noteWrite } from './oscillation.ts';

/** One record of a link: how both sides stand, and what follows from it. */
export interface Look {
  delivery: Delivery;
  state: LinkState;
  found: Record<SideName, FoundSide | null>;
  /** What the ledgers of the two destinations say of it. */
  held: Record<SideName, LedgerEntry | undefined>;
  writes: Record<SideName, SideWrite>;
  conflicts: Conflict[];
  /** The last that was told of this record was the same. */
  isRepeated: boolean;
  /** How it stands should everything be written. */
  next: Pick<LinkState, 'alternations' | 'halted'>;
}

/** Reads records of one side. @throws RunStop when it can't be asked now. */
export async function readSide(
  work: RunWork,
  side: LinkSide,
  keys: readonly string[],
): Promise<Map<string, FoundSide>> {
  if (keys.length === 0) return new Map();
  const { present } = await fetchRecords(work, side.asker, keys);
  return new Map([...present].map(([key, { record, sourceTs }]) => [key, foundSide(side, record, sourceTs)]));
}

/**
 * Looks at both sides of records whose lanes are held, and decides. Nothing that was proposed counts: a change only says
 * that it is worth a look.
 */
export async function lookAtSides(
  work: RunWork,
  link: Link,
  deliveries: readonly Delivery[],
  states: (key: string) => LinkState,
): Promise<Look[]> {
  const keys = deliveries.map(({ key }) => key);
  const { ledger } = work.ports;
  const [a, b, heldA, heldB] = await Promise.all([
    readSide(work, link.a, keys),
    readSide(work, link.b, keys),
    ledger.read(link.a.dest.destinationId, keys),
    ledger.read(link.b.dest.destinationId, keys),
  ]);
  const atMs = work.ports.now().getTime();
  return deliveries.map((delivery) => {
    const { key } = delivery;
    const found = { a: a.get(key) ?? null, b: b.get(key) ?? null };
    const held = { a: heldA.get(key), b: heldB.get(key) };
    return decide(work, link, { delivery, state: states(key), found, held }, atMs);
  });
}

type Seen = Pick<Look, 'delivery' | 'state' | 'found' | 'held'>;

function decide(work: RunWork, link: Link, seen: Seen, atMs: number): Look {
  const { state, found } = seen;
  const merge = mergeSides(state.base, found.a, found.b, link.rules);
  const isReplay = work.run.kind === 'replay';
  const writes = {
    a: writable(link.a, merge.toA, link.b, found.b),
    b: writable(link.b, merge.toB, link.a, found.a),
  };
  const conflicts = isReplay ? resolve(work, link, seen, merge.conflicts, writes) : merge.conflicts;
  const isRepeated = state.alternations.writes.at(-1)?.what === whatOf(work, writes);
  const look = { ...seen, writes, conflicts, isRepeated };
  if (writes.a === null && writes.b === null) {
    const isOver = state.halted && conflicts.length === 0;
    return { ...look, next: { alternations: isOver ? { writes: [] } : state.alternations, halted: false } };
  }
  // A person who runs it once more has looked.
  if (state.halted && !isReplay) return { ...look, writes: { a: null, b: null }, next: state };
  const before = isReplay ? { writes: [] } : state.alternations;
  const { alternations, oscillates } = noteWrite(before, turnOf(writes, before), atMs, whatOf(work, writes));
  if (oscillates) return { ...look, writes: { a: null, b: null }, next: { alternations, halted: true } };
  return { ...look, next: { alternations, halted: false } };
}

const whatOf = ({ ports }: RunWork, { a, b }: Look['writes']): string => ports.digest(JSON.stringify([a, b]));

/** A look that writes both sides is one turn, whoever had the last. */
function turnOf(writes: Look['writes'], { writes: turns }: LinkState['alternations']): SideName {
  if (writes.b === null) return 'a';
  if (writes.a === null) return 'b';
  return turns.at(-1)?.side === 'a' ? 'b' : 'a';
}

/** A write of nothing but fields which the system fills in itself is none. */
function writable(
  { fields, readOnly }: LinkSide,
  write: SideWrite,
  other: LinkSide,
  there: FoundSide | null,
): SideWrite {
  if (write === null || write.op === 'delete') return write;
  if (write.create) return there === null ? write : { ...write, values: given(other, there, write.values) };
  const values = Object.fromEntries(
    Object.entries(write.values).filter(([field]) => !readOnly.has(fields.get(field) ?? '')),
  );
  return Object.keys(values).length === 0 ? null : { ...write, values };
}

/** What a person decides who runs the record once more: the values it has there, edited or not, go to both sides. */
function resolve(
  work: RunWork,
  link: Link,
  { delivery }: Seen,
  conflicts: readonly Conflict[],
  writes: Look['writes'],
): Conflict[] {
  const side = sideOfFeeder(work, link);
  const open: Conflict[] = [];
  for (const conflict of conflicts) {
    const value = delivery.record[side.fields.get(conflict.field) ?? ''];
    if (value === undefined) {
      open.push(conflict);
      continue;
    }
    for (const name of ['a', 'b'] as const)
      if (!isSame(value, conflict[name])) writes[name] = withValue(writes[name], conflict.field, value);
  }
  return open;
}

function withValue(write: SideWrite, field: string, value: Conflict['a']): SideWrite {
  const known = write?.op === 'upsert' ? write.values : {};
  return { op: 'upsert', create: false, values: { ...known, [field]: value } };
}

/** The side whose records the run brings. A trigger brings those of the step it asks. */
export function sideOfFeeder({ ready, run }: RunWork, link: Link): LinkSide {
  const asked = ready.step(run.feeder).config.fetchFrom;
  return [run.feeder, asked].includes(link.b.asker.step.node) ? link.b : link.a;
}

/** Whether a side stands as it did when both last agreed. */
export const isAsBefore = (base: LinkBase, side: SideName, values: FoundSide['values']): boolean =>
  Object.keys({ ...base[side], ...values }).every((field) => isSame(base[side][field], values[field]));
