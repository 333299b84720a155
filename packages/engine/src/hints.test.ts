import { noVersion, SyncError } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain, startWorker, until } from './testing/drain.ts';
import type { MemoryStore } from './testing/memoryStore.ts';
import { createMemoryStore } from './testing/memoryStore.ts';
import { pretendFlow, pretendPlan } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';

const row = (key: string, version: number, more: Partial<Row> = {}): Row => ({
  key,
  version,
  record: { is: `${key} ${version}` },
  ...more,
});

function setUp(
  rows: Row[],
  more: Partial<PretendSystem> = {},
): { store: MemoryStore; system: PretendSystem } {
  const plan = pretendPlan();
  for (const step of plan.steps) if (step.node === 'changes') step.config = { fetchFrom: 'nightly' };
  return {
    store: createMemoryStore(pretendFlow(plan)),
    system: createPretendSystem({ rows, fetches: true, ...more }),
  };
}

const hint = (store: MemoryStore, key: string) => store.post('changes', key, { key, hint: true });
const contents = ({ held }: PretendSystem) => [...held.values()].map(({ record }) => record.is);
const outcomesOf = ({ runs }: MemoryStore) => runs.map(({ counts }) => counts.list?.outcomes);

describe('an event that only says which record changed', () => {
  it('brings the record as the source has it now', async () => {
    const { store, system } = setUp([row('a', 3), row('b', 1)]);
    hint(store, 'a');
    await drain(store, system);
    expect(contents(system)).toEqual(['a 3']);
    expect(system.fetched).toEqual([['a']]);
    expect(store.inbox).toEqual([]);
  });

  it('is one with all others of the record that wait beside it', async () => {
    const { store, system } = setUp([row('a', 3), row('b', 1)]);
    for (const key of ['a', 'b', 'a', 'a']) hint(store, key);
    await drain(store, system);
    expect(system.fetched.flat().sort()).toEqual(['a', 'b']);
    expect(store.runs[0]?.read).toBe(2);
  });

  it('makes the record be read once more when it comes while the record is being read', async () => {
    const { store, system } = setUp([row('a', 1)]);
    let asked = 0;
    system.onFetch = async () => {
      asked += 1;
      if (asked > 1) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
      hint(store, 'a');
    };
    hint(store, 'a');
    await drain(store, system);
    expect(system.fetched.length).toBe(2);
  });

  it('deletes what is not there any more, by nothing but the identity', async () => {
    const { store, system } = setUp([row('a', 1), row('b', 1)]);
    store.addRun('nightly');
    await drain(store, system);
    system.rows = [row('b', 1)];
    hint(store, 'a');
    await drain(store, system);
    expect(contents(system)).toEqual(['b 1']);
    expect(outcomesOf(store).at(-1)).toEqual({ deleted: 1 });
  });

  it('waits with the source when it is away, and loses nothing', async () => {
    const { store, system } = setUp([row('a', 1)]);
    let failures = 3;
    system.onFetch = () => {
      failures -= 1;
      if (failures >= 0) throw new Error('gone');
    };
    hint(store, 'a');
    await drain(store, system);
    expect(contents(system)).toEqual(['a 1']);
  });

  it('is asked for among few others where an API lets few calls through, and what was found out is kept', async () => {
    const rows = Array.from({ length: 10 }, (_, n) => row(`k${n}`, 1));
    const { store, system } = setUp(rows, { fetchesAtOnce: 3 });
    let left = 4;
    system.onFetch = (keys) => {
      left -= keys.length;
      if (left >= 0) return;
      left = 4;
      throw new SyncError('retry', 'source.rate-limited', 'no more for an hour', { afterMs: 3_600_000 });
    };
    for (const { key } of rows) hint(store, key);
    const worker = startWorker(store, system);
    await until(() => {
      if (store.runs.some(({ status }) => status === 'backoff')) store.skewMs += 3_700_000;
      return store.inbox.length === 0;
    });
    await worker.stop();
    expect(store.inbox).toEqual([]);
    expect(contents(system)).toHaveLength(10);
  });

  it('stops the flow with a remedy when nobody can be asked', async () => {
    const { store, system } = setUp([row('a', 1)], { fetches: false });
    hint(store, 'a');
    await drain(store, system);
    expect(store.paused?.message).toBe(
      'changes only says which records changed. Name the step in it that can read single records',
    );
    expect(store.inbox.length).toBe(1);
  });
});

describe('records whose versions do not tell which is newer', () => {
  const without = { versionOf: () => noVersion };

  it('are read again before they replace anything', async () => {
    const { store, system } = setUp([row('a', 2)], without);
    store.post('changes', 'a', row('a', 2));
    await drain(store, system);
    // A late repetition of an old state.
    store.post('changes', 'a', row('a', 1));
    await drain(store, system);
    expect(contents(system)).toEqual(['a 2']);
    expect(system.fetched).toEqual([['a']]);
    expect(outcomesOf(store).at(-1)).toEqual({ unchanged: 1 });
  });

  it('are read again when one page has two states of a record nobody knows', async () => {
    const { store, system } = setUp([row('a', 2)], without);
    store.post('changes', 'a', row('a', 2));
    store.post('changes', 'a', row('a', 1));
    await drain(store, system);
    expect(contents(system)).toEqual(['a 2']);
  });

  it('do not come back by late news of a record that is gone', async () => {
    const { store, system } = setUp([row('a', 1)]);
    store.post('changes', 'a', row('a', 1));
    await drain(store, system);
    system.rows = [];
    hint(store, 'a');
    await drain(store, system);
    // A change between the last one that came and the delete.
    store.post('changes', 'a', row('a', 2));
    await drain(store, system);
    expect(contents(system)).toEqual([]);
  });

  it('go by arrival and are counted where nothing can be asked', async () => {
    const { store, system } = setUp([], { ...without, fetches: false });
    for (const version of [1, 2]) {
      store.post('changes', 'a', row('a', version));
      await drain(store, system);
    }
    expect(contents(system)).toEqual(['a 2']);
    expect(store.runs.map(({ counts }) => counts.list?.ambiguous)).toEqual([undefined, 1]);
  });
});

describe('a record the source deletes', () => {
  const setPolicy = (store: MemoryStore, config: Record<string, unknown>) => {
    const list = store.flow.plan.steps.find(({ node }) => node === 'list');
    if (list !== undefined) list.config = config;
  };
  const play = async (config: Record<string, unknown>) => {
    const { store, system } = setUp([]);
    setPolicy(store, config);
    for (const one of [row('a', 1), row('a', 2, { deleted: true })]) {
      store.post('changes', 'a', one);
      await drain(store, system);
    }
    return { store, system, entry: store.ledger.get('dest-list a') };
  };

  it('stays where deletes are ignored, and is known to be an orphan', async () => {
    const { store, system, entry } = await play({ deletes: 'ignore' });
    expect(contents(system)).toEqual(['a 1']);
    expect(entry?.state).toBe('orphan');
    expect(outcomesOf(store).at(-1)).toEqual({ filtered: 1 });
  });

  it('is no orphan any more once the source has it again', async () => {
    const { store, system } = await play({ deletes: 'ignore' });
    system.rows = [row('a', 3, { record: { is: 'a 1' } })];
    store.post('changes', 'a', system.rows[0]);
    await drain(store, system);
    expect(store.ledger.get('dest-list a')?.state).toBe('synced');
    expect(system.writes.length).toBe(1);
  });

  it('is marked where it is to be archived', async () => {
    const config = { deletes: 'archive', key: 'is', archiveField: 'archived', archiveValue: true };
    const { store, system, entry } = await play(config);
    expect(system.writes.at(-1)?.map(({ op, record }) => ({ op, record }))).toEqual([
      { op: 'upsert', record: { is: 'a 2', archived: true } },
    ]);
    expect(entry?.state).toBe('tombstone');
    expect(outcomesOf(store).at(-1)).toEqual({ deleted: 1 });
  });

  it('is forgotten and left alone where it is to be unlinked', async () => {
    const { store, system, entry } = await play({ deletes: 'unlink' });
    expect(contents(system)).toEqual(['a 1']);
    expect(entry?.state).toBe('tombstone');
    expect(outcomesOf(store).at(-1)).toEqual({ unchanged: 1 });
  });
});
