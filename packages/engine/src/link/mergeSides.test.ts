import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LinkBase,
  type LinkRules,
  mergeSides,
  nextBase,
  type Projection,
  type SideState,
} from './mergeSides.ts';

const rules: LinkRules = {
  fields: { mail: 'latest', name: 'latest', plan: 'a', score: 'b', note: 'manual' },
  deleteOrEdit: 'edit-wins',
  skewMs: 1000,
  tieGoesTo: 'a',
};
const same = { mail: 'x@a.test', name: 'Ann', plan: 'free', score: 1, note: 'n' };
const base: LinkBase = { a: same, b: same };
const side = (more: Projection = {}, changedMs: number | null = 0): SideState => ({
  values: { ...same, ...more },
  changedMs,
});

describe('two sides of one record', () => {
  it('that stand as they last agreed are left alone: an echo ends here', () => {
    expect(mergeSides(base, side(), side(), rules)).toEqual({ toA: null, toB: null, conflicts: [] });
  });

  it('get the change of the other, and that field only', () => {
    const { toA, toB } = mergeSides(base, side({ mail: 'new@a.test' }), side(), rules);
    expect(toA).toBeNull();
    expect(toB).toEqual({ op: 'upsert', values: { mail: 'new@a.test' }, create: false });
  });

  it('keep both changes when they are of different fields', () => {
    const merge = mergeSides(base, side({ mail: 'new@a.test' }), side({ name: 'Anne' }), rules);
    expect(merge.toB).toMatchObject({ values: { mail: 'new@a.test' } });
    expect(merge.toA).toMatchObject({ values: { name: 'Anne' } });
  });

  it('take the later of two changes, if clocks can tell', () => {
    const [early, late] = [side({ mail: 'a@a.test' }, 1_000), side({ mail: 'b@b.test' }, 9_000)];
    expect(mergeSides(base, early, late, rules).toA).toMatchObject({ values: { mail: 'b@b.test' } });
    expect(mergeSides(base, early, { ...late, changedMs: 1_500 }, rules).toB).toMatchObject({
      values: { mail: 'a@a.test' },
    });
    expect(mergeSides(base, early, { ...late, changedMs: null }, rules).toB).toMatchObject({
      values: { mail: 'a@a.test' },
    });
  });

  it('never change a field on the side that owns it, and put right what the other did to it', () => {
    const merge = mergeSides(base, side(), side({ plan: 'pro' }), rules);
    expect(merge.toA).toBeNull();
    expect(merge.toB).toMatchObject({ values: { plan: 'free' } });
  });

  it('wait for a person where the rule says so, and go on with all other fields', () => {
    const merge = mergeSides(base, side({ note: 'one', name: 'Anne' }), side({ note: 'two' }), rules);
    expect(merge.conflicts).toEqual([{ field: 'note', a: 'one', b: 'two' }]);
    expect(merge.toB).toMatchObject({ values: { name: 'Anne' } });
    const after = nextBase(base, { ...same, note: 'one' }, { ...same, note: 'two' }, merge.conflicts);
    expect(mergeSides(after, side({ note: 'one' }), side({ note: 'two' }), rules).conflicts).toHaveLength(1);
    expect(mergeSides(after, side({ note: 'two' }), side({ note: 'two' }), rules).conflicts).toEqual([]);
  });

  it('copy a record only one of them has, and delete it when the other one did', () => {
    expect(mergeSides(null, side(), null, rules).toB).toMatchObject({ op: 'upsert', create: true });
    expect(mergeSides(null, null, side(), rules).toA).toMatchObject({ op: 'upsert', create: true });
    expect(mergeSides(base, null, side(), rules).toB).toEqual({ op: 'delete' });
    expect(mergeSides(base, side(), null, rules).toA).toEqual({ op: 'delete' });
    expect(mergeSides(base, null, null, rules)).toEqual({ toA: null, toB: null, conflicts: [] });
  });

  it('restore a deleted record that was edited on the other side, unless told otherwise', () => {
    expect(mergeSides(base, null, side({ name: 'Anne' }), rules).toA).toMatchObject({
      op: 'upsert',
      create: true,
    });
    const strict = { ...rules, deleteOrEdit: 'delete-wins' } as const;
    expect(mergeSides(base, null, side({ name: 'Anne' }), strict).toB).toEqual({ op: 'delete' });
  });

  it('agree on what is equal when they meet for the first time', () => {
    const merge = mergeSides(null, side({ plan: 'pro' }), side({ score: 9, note: 'two' }), rules);
    expect(merge.toB).toMatchObject({ values: { plan: 'pro' } });
    expect(merge.toA).toMatchObject({ values: { score: 9 } });
    expect(merge.conflicts.map(({ field }) => field)).toEqual(['note']);
  });
});

// ---- A small world: two systems that each spell values their own way, people who edit both, a worker that crashes.

interface World {
  a: Record<string, string> | null;
  b: Record<string, string> | null;
  base: LinkBase | null;
  writes: { a: number; b: number };
}

const spell = {
  a: (text: string) => text.trim(),
  b: (text: string) => text.toLowerCase(),
};
const worldRules: LinkRules = {
  fields: { one: 'latest', two: 'a', three: 'b' },
  deleteOrEdit: 'edit-wins',
  skewMs: 0,
  tieGoesTo: 'a',
};

function store(world: World, at: 'a' | 'b', values: Projection | null): void {
  if (values === null) {
    world[at] = null;
    return;
  }
  const spelled = Object.fromEntries(
    Object.entries(values).map(([field, text]) => [field, spell[at](String(text))]),
  );
  world[at] = { ...world[at], ...spelled };
}

const stateOf = (values: World['a']): SideState | null =>
  values === null ? null : { values, changedMs: null };

/** One look of the link at the record. @param crash dies after the writes, before what was agreed is kept. */
function look(world: World, crash: boolean): boolean {
  const merge = mergeSides(world.base, stateOf(world.a), stateOf(world.b), worldRules);
  for (const [at, write] of [
    ['a', merge.toA],
    ['b', merge.toB],
  ] as const) {
    if (write === null) continue;
    store(world, at, write.op === 'delete' ? null : write.values);
    world.writes[at] += 1;
  }
  if (crash) return true;
  world.base =
    world.a === null || world.b === null ? null : nextBase(world.base, world.a, world.b, merge.conflicts);
  return merge.toA !== null || merge.toB !== null;
}

const text = fc.constantFrom('x', 'X', ' x', 'Y ', 'y', '');
const step = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    at: fc.constantFrom('a' as const, 'b' as const),
    field: fc.constantFrom('one', 'two', 'three'),
    text,
  }),
  fc.record({ kind: fc.constant('delete' as const), at: fc.constantFrom('a' as const, 'b' as const) }),
  fc.record({ kind: fc.constant('look' as const), crash: fc.boolean() }),
);

describe('a link between two systems that spell values differently', () => {
  it('comes to rest after the last edit, with at most one more write a side, and both sides agree', () => {
    void fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const world: World = {
          a: { one: 'x', two: 'x', three: 'x' },
          b: null,
          base: null,
          writes: { a: 0, b: 0 },
        };
        for (const act of steps) {
          if (act.kind === 'look') look(world, act.crash);
          else if (act.kind === 'delete') world[act.at] = null;
          else if (world[act.at] !== null) store(world, act.at, { [act.field]: act.text });
        }
        world.writes = { a: 0, b: 0 };
        look(world, false);
        expect(look(world, false)).toBe(false);
        expect(world.writes.a).toBeLessThanOrEqual(1);
        expect(world.writes.b).toBeLessThanOrEqual(1);
        expect(world.a === null).toBe(world.b === null);
        for (const [field, value] of Object.entries(world.a ?? {}))
          expect(spell.b(spell.a(world.b?.[field] ?? ''))).toBe(spell.b(spell.a(value)));
      }),
      { numRuns: 5_000 },
    );
  });
});
