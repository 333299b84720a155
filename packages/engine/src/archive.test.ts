import type { DeliveryClass } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { drain } from './testing/drain.ts';
import { createMemoryStore, type MemoryStore } from './testing/memoryStore.ts';
import { liveAndDie } from './testing/mortalWorker.ts';
import { pretendFlow, pretendPlan } from './testing/pretendFlow.ts';
import { createPretendSystem, type PretendSystem, type Row } from './testing/pretendSystem.ts';
import { rowsOf, stored } from './testing/setUp.ts';

const archive = { deletes: 'archive', key: 'id', archiveField: 'archived' };

const row = (version: number, more: Partial<Row> = {}): Row => ({
  key: 'a',
  version,
  record: { id: 'a', name: `name ${version}` },
  ...more,
});
const gone = (version: number): Row => row(version, { deleted: true, record: { id: 'a', name: 'stale' } });

function setUp(
  config: Record<string, unknown> = archive,
  more: Partial<PretendSystem> = {},
): { store: MemoryStore; system: PretendSystem } {
  const plan = pretendPlan();
  for (const step of plan.steps) if (step.node === 'list') step.config = config;
  return {
    store: createMemoryStore(pretendFlow(plan)),
    system: createPretendSystem({ merges: true, ...more }),
  };
}

async function play(store: MemoryStore, system: PretendSystem, rows: readonly Row[]): Promise<void> {
  for (const one of rows) {
    store.post('changes', one.key, one);
    await drain(store, system);
  }
}

const lastSent = ({ writes }: PretendSystem) => writes.at(-1)?.at(-1);
const heldOf = ({ held }: PretendSystem) => held.get('a')?.record;

describe('a record that is archived', () => {
  it('is sent what names it and its mark, as an update that touches nothing else', async () => {
    const { store, system } = setUp();
    await play(store, system, [row(1), gone(2)]);
    expect(lastSent(system)).toMatchObject({
      op: 'upsert',
      partial: true,
      record: { id: 'a', archived: true },
    });
    expect(lastSent(system)?.record).not.toHaveProperty('name');
    expect(heldOf(system)).toEqual({ id: 'a', name: 'name 1', archived: true });
    expect(store.ledger.get('dest-list a')?.state).toBe('tombstone');
    expect(store.runs.at(-1)?.counts.list?.outcomes).toEqual({ deleted: 1 });
  });

  it('is not made again when the destination does not have it any more', async () => {
    const { store, system } = setUp();
    await play(store, system, [row(1)]);
    system.held.clear();
    await play(store, system, [gone(2)]);
    expect(system.held.size).toBe(0);
    expect(store.ledger.get('dest-list a')?.state).toBe('tombstone');
  });

  it('stays archived while late news of it comes in', async () => {
    const { store, system } = setUp();
    await play(store, system, [row(1), gone(3), row(2)]);
    expect(heldOf(system)).toMatchObject({ name: 'name 1', archived: true });
  });

  it('can bear the time at which word of the delete came, the same on every try', async () => {
    let tries = 0;
    const { store, system } = setUp(
      { ...archive, archiveValue: '$now' },
      {
        onWrite: (_, [first]) => {
          if (first?.partial !== true) return undefined;
          tries += 1;
          return tries === 1 ? [{ status: 'retry', code: 'destination.server', message: 'busy' }] : undefined;
        },
      },
    );
    await play(store, system, [row(1), gone(2)]);
    const sent = system.writes.flat().filter(({ partial }) => partial === true);
    const times = sent.map(({ record }) => String(record.archived));
    expect(times).toHaveLength(2);
    expect(new Set(times).size).toBe(1);
    expect(Math.abs(Date.parse(times[0] ?? '') - Date.now())).toBeLessThan(60_000);
  });
});

describe('a record that comes back after it was archived', () => {
  it('comes back without its mark, which is then no matter any more', async () => {
    const { store, system } = setUp();
    await play(store, system, [row(1), gone(2), row(3)]);
    expect(heldOf(system)).toEqual({ id: 'a', name: 'name 3', archived: false });
    await play(store, system, [row(4)]);
    expect(lastSent(system)?.record).toEqual({ id: 'a', name: 'name 4' });
  });

  it('comes back as it was, too', async () => {
    const { store, system } = setUp();
    await play(store, system, [row(1), gone(2), row(3, { record: row(1).record })]);
    expect(heldOf(system)).toEqual({ id: 'a', name: 'name 1', archived: false });
  });

  it.each([
    [{ archiveValue: '$now' }, null],
    [{ archiveValue: 'closed', archiveClear: 'open' }, 'open'],
    [{ archiveValue: false }, true],
  ])('has the value that was chosen for it: %j', async (more, value) => {
    const { store, system } = setUp({ ...archive, ...more });
    await play(store, system, [row(1), gone(2), row(3)]);
    expect(heldOf(system)?.archived).toBe(value);
  });

  it('has what it says of that field itself', async () => {
    const { store, system } = setUp();
    const own = row(3, { record: { id: 'a', name: 'x', archived: 'no' } });
    await play(store, system, [row(1), gone(2), own]);
    expect(heldOf(system)?.archived).toBe('no');
  });

  it('loses its mark although its first way back was refused', async () => {
    const { store, system } = setUp();
    await play(store, system, [row(1), gone(2)]);
    system.onWrite = () => [{ status: 'reject', code: 'destination.rejected', message: 'no' }];
    await play(store, system, [row(3)]);
    system.onWrite = () => undefined;
    await play(store, system, [row(4)]);
    expect(heldOf(system)).toEqual({ id: 'a', name: 'name 4', archived: false });
  });

  it.each<DeliveryClass>(['T', 'U'])(
    'loses its mark wherever a worker dies on the way (class %s)',
    async (delivery) => {
      let deaths = 0;
      for (let atCall = 1, reached = true; reached; atCall += 1) {
        reached = false;
        for (const when of ['before', 'after'] as const) {
          const { store, system } = setUp(archive, { delivery });
          await play(store, system, [row(1)]);
          for (const one of [gone(2), row(3)]) {
            store.post('changes', 'a', one);
            if (await liveAndDie(store, system, { atCall, when })) reached = true;
            store.expireLeases();
            store.skewMs += 120_000;
            await drain(store, system);
          }
          expect([atCall, when, heldOf(system)]).toEqual([
            atCall,
            when,
            { id: 'a', name: 'name 3', archived: false },
          ]);
          if (reached) deaths += 1;
        }
      }
      expect(deaths).toBeGreaterThan(10);
    },
    60_000,
  );
});

describe('a run that would archive a large part of the records', () => {
  async function remove(deletes: string, kind: 'events' | 'listing', rows = 300) {
    const { store, system } = setUp({ ...archive, key: 'n', deletes }, { rows: rowsOf(rows), fetches: true });
    for (const step of store.flow.plan.steps)
      if (step.node === 'changes') step.config = { fetchFrom: 'nightly' };
    store.addRun('nightly');
    await drain(store, system);
    store.skewMs += 3_600_000;
    if (kind === 'events')
      for (const one of rowsOf(60)) store.post('changes', one.key, { ...one, version: 2, deleted: true });
    system.rows = kind === 'events' ? rowsOf(rows).slice(60) : [];
    const run = kind === 'events' ? null : store.addRun('nightly', { kind: 'sweep', startedBy: 'sync' });
    await drain(store, system);
    const archived = [...system.held.values()].filter(({ record }) => record.archived === true).length;
    return { paused: store.paused, archived, status: run && stored(store, run).status };
  }

  it('is stopped as one that deletes is, and says so', async () => {
    const { paused, archived } = await remove('archive', 'events');
    expect(paused).toMatchObject({ reason: 'guard' });
    expect(paused?.message).toContain('would be archived');
    expect(archived).toBeLessThanOrEqual(50);
    expect((await remove('archive', 'listing')).status).toBe('paused');
  });

  it.each(['ignore', 'unlink'])('is not stopped where deletes write nothing (%s)', async (deletes) => {
    expect(await remove(deletes, 'events')).toMatchObject({ paused: null, archived: 0 });
    expect(await remove(deletes, 'listing')).toMatchObject({ paused: null, status: 'succeeded' });
  });
});
