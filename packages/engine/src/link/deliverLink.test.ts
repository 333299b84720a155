import type { DataRecord } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain } from '../testing/drain.ts';
import { createMemoryStore, type MemoryStore } from '../testing/memoryStore.ts';
import { pretendFlow } from '../testing/pretendFlow.ts';
import { createPretendSides, linkPlan, type PretendSides } from '../testing/pretendSides.ts';
import type { PretendSystem } from '../testing/pretendSystem.ts';

type SideName = 'a' | 'b';

interface World {
  store: MemoryStore;
  sides: PretendSides;
  /** A person changes a record; the system tells of it. */
  edit(side: SideName, key: string, fields: DataRecord | null): void;
  run(): Promise<void>;
  /** Everything is read once. */
  sweep(side: SideName): Promise<void>;
  replay(letter: number, edit?: DataRecord): Promise<void>;
}

function createWorld(...plan: Parameters<typeof linkPlan>): World {
  const store = createMemoryStore(pretendFlow(linkPlan(...plan)));
  const sides = createPretendSides();
  // Drains need nothing but the connectors.
  const run = () => drain(store, sides as unknown as PretendSystem);
  return {
    store,
    sides,
    run,
    edit: (side, key, fields) => {
      const { rows } = sides[side];
      if (fields === null) rows.delete(key);
      else rows.set(key, { id: key, ...rows.get(key), ...fields });
      const row = rows.get(key);
      store.post(side, key, row === undefined ? { key } : { key, record: row });
    },
    sweep: async (side) => {
      store.addRun(side, { kind: 'sweep' });
      await run();
    },
    replay: async (at, edit) => {
      const letter = store.deadLetters[at];
      if (letter?.origin == null) throw new Error('no such letter');
      const { feeder, sourceKey, change } = letter.origin;
      const record = { ...(letter.input as DataRecord), ...edit };
      const added = store.addRun(feeder, { kind: 'replay' });
      store.checkpoints.replays.set(added.runId, [
        { letterId: '1', change: { ...change, record }, sourceKey },
      ]);
      await run();
    },
  };
}

const outcomes = ({ runs }: MemoryStore, node = 'link') => {
  const sum: Record<string, number> = {};
  for (const { counts } of runs)
    for (const [outcome, records] of Object.entries(counts[node]?.outcomes ?? {}))
      sum[outcome] = (sum[outcome] ?? 0) + (records ?? 0);
  return sum;
};
const stateOf = (store: MemoryStore, key: string) => store.ledger.get(`dest-link ${key}`)?.state;

describe('a link', () => {
  it('brings what only one side has to the other, under the names it has there', async () => {
    const { sides, edit, run, store } = createWorld();
    edit('a', '1', { mail: 'ann@a.test', name: 'Ann', plan: 'free' });
    edit('b', '2', { email: 'bob@b.test', name: 'Bob' });
    await run();
    expect(sides.b.rows.get('1')).toEqual({ id: '1', email: 'ann@a.test', name: 'Ann', tier: 'free' });
    expect(sides.a.rows.get('2')).toEqual({ id: '2', mail: 'bob@b.test', name: 'Bob' });
    expect(store.queue.failures).toEqual([]);
    expect(outcomes(store, 'write-b')).toEqual({ created: 1 });
  });

  it('brings a change to the other side, that field only, and stops at the echo of its own write', async () => {
    const { sides, edit, run, store } = createWorld();
    edit('a', '1', { mail: 'ann@a.test', name: 'Ann' });
    await run();
    edit('b', '1', { email: 'new@b.test' });
    await run();
    expect(sides.a.history).toEqual(['1={"id":"1","mail":"new@b.test"}']);
    const { fetched } = sides.a;
    // What the system tells of our own writes.
    edit('a', '1', {});
    edit('b', '1', {});
    await run();
    expect(outcomes(store)).toEqual({ echo: 2 });
    expect(sides.a.fetched).toBe(fetched);
    expect(sides.a.history.length + sides.b.history.length).toBe(2);
  });

  it('leaves the spelling of each side alone', async () => {
    const { sides, edit, run } = createWorld();
    sides.b.spell = (record) =>
      typeof record.email === 'string' ? { ...record, email: record.email.trim().toLowerCase() } : record;
    edit('a', '1', { mail: ' Ann@A.test', name: 'Ann' });
    await run();
    edit('b', '1', {});
    edit('a', '1', { name: 'Anna' });
    await run();
    edit('b', '1', {});
    await run();
    expect(sides.a.rows.get('1')).toMatchObject({ mail: ' Ann@A.test', name: 'Anna' });
    expect(sides.b.rows.get('1')).toMatchObject({ email: 'ann@a.test', name: 'Anna' });
    expect(sides.a.history).toEqual([]);
    expect(sides.b.history).toHaveLength(2);
  });

  it('never writes a field on the side that owns it, and puts right what the other side did to it', async () => {
    const { sides, edit, run } = createWorld();
    edit('a', '1', { mail: 'ann@a.test', plan: 'free' });
    await run();
    edit('b', '1', { tier: 'gold' });
    await run();
    expect(sides.b.rows.get('1')).toMatchObject({ tier: 'free' });
    expect(sides.a.history).toEqual([]);
  });

  it('keeps a change somebody made while it was writing', async () => {
    const { sides, edit, run } = createWorld();
    edit('a', '1', { mail: 'one@a.test' });
    await run();
    let once = true;
    sides.b.onApplied = () => {
      if (once) edit('b', '1', { email: 'person@b.test' });
      once = false;
    };
    edit('a', '1', { mail: 'two@a.test' });
    await run();
    await run();
    expect(sides.a.rows.get('1')).toMatchObject({ mail: 'person@b.test' });
    expect(sides.b.rows.get('1')).toMatchObject({ email: 'person@b.test' });
  });

  it('deletes on one side what was deleted on the other, unless it was changed there', async () => {
    const { sides, edit, run } = createWorld();
    for (const key of ['1', '2']) edit('a', key, { mail: `${key}@a.test` });
    await run();
    edit('a', '1', null);
    edit('b', '2', { email: 'changed@b.test' });
    edit('a', '2', null);
    await run();
    expect([...sides.b.rows.keys()]).toEqual(['2']);
    expect(sides.a.rows.get('2')).toMatchObject({ mail: 'changed@b.test' });
    await run();
    expect(sides.a.rows.size + sides.b.rows.size).toBe(2);
  });

  it('leaves a deleted record on a side that is told to leave it, and does not bring it back', async () => {
    const { sides, edit, run, store } = createWorld({}, {}, 'ignore');
    edit('a', '1', { mail: 'ann@a.test' });
    await run();
    edit('a', '1', null);
    await run();
    edit('b', '1', {});
    await run();
    expect([sides.a.rows.size, sides.b.rows.size]).toEqual([0, 1]);
    expect(outcomes(store)).toMatchObject({ filtered: 1 });
  });

  it('finds by a check what no event told, on either side', async () => {
    const { sides, edit, run, sweep, store } = createWorld();
    for (const key of ['1', '2', '3']) edit('a', key, { mail: `${key}@a.test` });
    await run();
    sides.a.rows.delete('1');
    sides.b.rows.delete('2');
    sides.b.rows.set('3', { id: '3', email: 'silent@b.test' });
    await sweep('a');
    expect(store.queue.failures).toEqual([]);
    expect([...sides.a.rows.keys(), ...sides.b.rows.keys()]).toEqual(['3', '3']);
    expect(sides.a.rows.get('3')).toMatchObject({ mail: 'silent@b.test' });
  });

  it('stops before one side takes most of the records from the other, until a person lets it', async () => {
    const { sides, edit, run, sweep, store } = createWorld();
    for (let n = 0; n < 60; n += 1) edit('a', `${n}`, { mail: `${n}@a.test` });
    await run();
    sides.a.rows.clear();
    await sweep('a');
    expect(store.paused).toMatchObject({
      reason: 'guard',
      detail: { node: 'write-b', count: 60, known: 60 },
    });
    expect(sides.b.rows.size).toBe(60);
  });

  it('sees an edit that falls between its own write and the look after it, of a field it owns as of any other', async () => {
    const { sides, edit, run } = createWorld();
    edit('a', '1', { mail: 'ann@a.test', plan: 'free' });
    await run();
    sides.b.onApplied = () => {
      sides.b.onApplied = () => undefined;
      edit('b', '1', { tier: 'gold' });
    };
    edit('a', '1', { plan: 'team' });
    await run();
    expect(sides.b.rows.get('1')).toMatchObject({ tier: 'team' });
    expect(sides.a.rows.get('1')).toMatchObject({ plan: 'team' });
  });

  it('never writes over an edit made after it had looked, where the system can compare', async () => {
    const { sides, edit, run, store } = createWorld({ changedAtA: 'at', changedAtB: 'at' });
    sides.b.answers = true;
    edit('a', '1', { mail: 'ann@a.test', name: 'Ann', at: '2026-01-01T10:00:00Z' });
    await run();
    sides.b.onSent = () => {
      sides.b.onSent = () => undefined;
      edit('b', '1', { email: 'last@b.test', name: 'Anne', at: '2026-01-01T12:00:00Z' });
    };
    edit('a', '1', { mail: 'first@a.test', name: 'Anna', at: '2026-01-01T11:00:00Z' });
    await run();
    expect(sides.a.rows.get('1')).toMatchObject({ mail: 'last@b.test', name: 'Anna' });
    expect(sides.b.rows.get('1')).toMatchObject({ email: 'last@b.test', name: 'Anne' });
    expect(store.deadLetters).toMatchObject([{ code: 'link.conflict', field: 'name' }]);
    expect(sides.b.history).toHaveLength(1);
    expect(store.runs.every(({ status }) => status === 'succeeded')).toBe(true);
  });

  it('gives way to somebody who edits all the time after three looks', async () => {
    const { sides, edit, run, store } = createWorld();
    sides.b.answers = true;
    edit('a', '1', { mail: 'ann@a.test', plan: 'free' });
    await run();
    let edits = 0;
    sides.b.onSent = () => {
      edits += 1;
      sides.b.rows.set('1', { ...sides.b.rows.get('1'), tier: `gold ${edits}` });
    };
    edit('a', '1', { plan: 'team' });
    await run();
    expect(edits).toBe(3);
    expect(sides.b.rows.get('1')).toMatchObject({ tier: 'team' });
    expect(outcomes(store, 'write-b')).toEqual({ created: 1, updated: 1 });
  });

  it.each([
    ['says so in its answer', true, 2],
    ['has to be asked', false, 3],
  ])('lets a side that %s make what it can of a field the other one owns', async (_, answers, writes) => {
    const { sides, edit, run } = createWorld();
    sides.b.answers = answers;
    sides.b.spell = (record) =>
      typeof record.tier === 'string' ? { ...record, tier: record.tier.slice(0, 5) } : record;
    edit('a', '1', { mail: 'ann@a.test', plan: 'free' });
    await run();
    edit('a', '1', { plan: 'enterprise' });
    await run();
    for (let echo = 0; echo < 4; echo += 1) {
      edit('b', '1', {});
      await run();
    }
    expect(sides.b.rows.get('1')).toMatchObject({ tier: 'enter' });
    expect(sides.b.writes).toBe(writes);
  });

  it('agrees on what both sides had before they were linked', async () => {
    const { sides, sweep, store } = createWorld();
    sides.a.rows.set('1', { id: '1', mail: 'same@x.test', plan: 'free' });
    sides.b.rows.set('1', { id: '1', email: 'same@x.test', tier: 'free' });
    sides.a.rows.set('2', { id: '2', mail: 'here@x.test' });
    sides.b.rows.set('2', { id: '2', email: 'there@x.test' });
    await sweep('a');
    await sweep('b');
    expect(sides.a.history).toEqual([]);
    expect(sides.b.history).toEqual(['2={"id":"2","email":"here@x.test"}']);
    expect(stateOf(store, '1')).toBe('synced');
  });

  it('tries again what a side refused, when the record changes or is run once more', async () => {
    const { sides, edit, run, replay, store } = createWorld();
    sides.b.refuses = () => true;
    edit('a', '1', { mail: 'ann@a.test' });
    await run();
    expect(store.deadLetters).toMatchObject([{ node: 'write-b', code: 'destination.rejected' }]);
    expect(store.links.get('dest-link 1')?.base ?? null).toBeNull();
    sides.b.refuses = () => false;
    await replay(0);
    expect(sides.b.rows.get('1')).toMatchObject({ email: 'ann@a.test' });
    expect(store.checkpoints.replayed).toEqual([{ id: '1', state: 'replayed' }]);
  });
});

describe('a field for a person to decide', () => {
  const conflict = async () => {
    const world = createWorld();
    world.edit('a', '1', { mail: 'x@x.test', name: 'Ann' });
    await world.run();
    world.edit('a', '1', { name: 'Anna' });
    world.edit('b', '1', { name: 'Anne', email: 'y@y.test' });
    await world.run();
    return world;
  };

  it('stands on the list once, stays as it is on both sides, and holds up no other field', async () => {
    const { sides, edit, run, store } = await conflict();
    expect(store.deadLetters).toMatchObject([
      {
        node: 'link',
        outcome: 'parked',
        code: 'link.conflict',
        field: 'name',
        mapped: { name: { a: 'Anna', b: 'Anne' } },
      },
    ]);
    expect(sides.a.rows.get('1')).toMatchObject({ name: 'Anna', mail: 'y@y.test' });
    expect(sides.b.rows.get('1')).toMatchObject({ name: 'Anne', email: 'y@y.test' });
    edit('a', '1', { mail: 'z@z.test' });
    await run();
    expect(sides.b.rows.get('1')).toMatchObject({ name: 'Anne', email: 'z@z.test' });
    expect(store.deadLetters).toHaveLength(1);
    expect(store.runs.every(({ status }) => status === 'succeeded')).toBe(true);
    expect(stateOf(store, '1')).toBe('dead');
  });

  it('leaves the list when both sides agree again', async () => {
    const { edit, run, store } = await conflict();
    edit('b', '1', { name: 'Anna' });
    await run();
    expect(stateOf(store, '1')).toBe('synced');
  });

  it('takes the value of the record that is run once more, edited or not, for both sides', async () => {
    const { sides, replay, store } = await conflict();
    await replay(0, { name: 'Annika' });
    expect(sides.a.rows.get('1')).toMatchObject({ name: 'Annika' });
    expect(sides.b.rows.get('1')).toMatchObject({ name: 'Annika' });
    expect(stateOf(store, '1')).toBe('synced');
    expect(store.checkpoints.replayed).toEqual([{ id: '1', state: 'replayed' }]);
  });
});

describe('two systems that keep correcting each other', () => {
  /** Automations of both systems that set the value back, whatever it is set to. */
  const quarrel = async () => {
    const world = createWorld();
    world.edit('a', '1', { mail: 'x@x.test' });
    await world.run();
    for (let turn = 0; turn < 12; turn += 1) {
      world.edit(
        turn % 2 === 0 ? 'a' : 'b',
        '1',
        turn % 2 === 0 ? { mail: 'A@x.test' } : { email: 'b@x.test' },
      );
      await world.run();
    }
    return world;
  };

  it('are stopped for that record, and said so', async () => {
    const { sides, store } = await quarrel();
    expect(sides.a.history.length + sides.b.history.length).toBeLessThan(8);
    expect(store.deadLetters).toMatchObject([{ code: 'link.oscillating', outcome: 'parked' }]);
    expect(stateOf(store, '1')).toBe('dead');
  });

  it('go on once a person ran the record again', async () => {
    const { sides, replay, edit, run, store } = await quarrel();
    await replay(0);
    expect(stateOf(store, '1')).toBe('synced');
    edit('a', '1', { mail: 'calm@x.test' });
    await run();
    expect(sides.b.rows.get('1')).toMatchObject({ email: 'calm@x.test' });
  });

  it('are stopped too where only one of them has its value set back, again and again', async () => {
    const { sides, edit, run, store } = createWorld();
    edit('a', '1', { mail: 'x@x.test', plan: 'team' });
    for (let turn = 0; turn < 30; turn += 1) {
      await run();
      edit('b', '1', { tier: 'free' });
    }
    await run();
    expect(sides.b.writes).toBeLessThan(20);
    expect(store.deadLetters).toMatchObject([{ code: 'link.oscillating', outcome: 'parked' }]);
  });
});
