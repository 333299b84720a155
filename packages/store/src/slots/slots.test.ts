import type { DueSlot } from '@syncline/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFixture, publishSample, type StoreFixture } from '../testing/storeFixture.ts';

let fixture: StoreFixture;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  await fixture.rows('delete from syncline.flow');
  await fixture.rows('delete from pgboss.job');
});

/** One start for all of the file: two looks at the clock may fall into two seconds. */
const start = Math.floor(Date.now() / 1000) * 1000;
const past = (minutes: number) => new Date(start - minutes * 60_000);
const future = () => past(-60);
const slots = () => fixture.store.ports.slots;
const statuses = async (flow: string) =>
  (await fixture.store.runs.list({ flow, limit: 50 })).items.map((run) => run.status).reverse();

async function dueSlot(overlap?: DueSlot['overlap']): Promise<DueSlot> {
  const flow = await publishSample(fixture, { nextSlot: past(5), ...(overlap ? { overlap } : {}) });
  await fixture.rows('delete from pgboss.job');
  const due = (await slots().due()).find((slot) => slot.flowId === flow.id);
  if (due === undefined) throw new Error('not due');
  return due;
}

/** Puts the slot back, as if the next one had come. */
async function again(due: DueSlot, slot: Date): Promise<DueSlot> {
  await fixture.rows('update syncline.schedule set next_slot = $2 where flow_id = $1', [due.flowId, slot]);
  return { ...due, slot };
}

describe('a slot that is due', () => {
  it('is named with what its schedule says', async () => {
    const due = await dueSlot();
    expect(due).toMatchObject({ node: 'nightly', cron: '0 2 * * *', timezone: 'UTC', overlap: 'queue-one' });
    expect(due.slot).toEqual(past(5));
  });

  it('fires once, however many processes fire it together', async () => {
    const due = await dueSlot();
    const other = await fixture.openAnother();
    const fire = (store: typeof other) =>
      store.ports.slots.fire(due, [{ slot: due.slot, as: 'run' }], future());
    await Promise.all([fire(fixture.store), fire(other), fire(fixture.store), fire(other)]);
    expect(await statuses(due.flowId)).toEqual(['queued']);
    expect(await fixture.rows('select 1 from pgboss.job')).toHaveLength(1);
    expect(await slots().due()).toEqual([]);
  });

  it('of a clock that went back has its run already', async () => {
    const due = await dueSlot();
    await slots().fire(due, [{ slot: due.slot, as: 'run' }], future());
    await slots().fire(await again(due, due.slot), [{ slot: due.slot, as: 'run' }], future());
    expect(await statuses(due.flowId)).toEqual(['queued']);
  });

  it('does not fire while the flow is paused, and leaves a row for what was missed', async () => {
    const due = await dueSlot();
    await fixture.store.flows.pause(due.flowId);
    expect(await slots().due()).toEqual([]);
    await fixture.store.flows.resume(due.flowId);
    await slots().fire(
      due,
      [
        { slot: past(65), as: 'missed' },
        { slot: due.slot, as: 'run' },
      ],
      future(),
    );
    expect(await statuses(due.flowId)).toEqual(['missed', 'queued']);
    const [, missed] = (await fixture.store.runs.list({ flow: due.flowId, limit: 5 })).items;
    expect(missed).toMatchObject({
      status: 'missed',
      finishedAt: expect.any(String),
      feederTitle: 'The nightly',
    });
  });
});

describe('a slot that comes while the run before still goes on', () => {
  const overlapping = async (overlap: DueSlot['overlap'], times: number) => {
    let due = await dueSlot(overlap);
    await slots().fire(due, [{ slot: due.slot, as: 'run' }], future());
    await fixture.rows(`update syncline.run set status = 'running'`);
    for (let at = 1; at < times; at += 1) {
      due = await again(due, past(5 - at));
      await slots().fire(due, [{ slot: due.slot, as: 'run' }], future());
    }
    return due.flowId;
  };

  it('is left out under "skip", and shown as skipped', async () => {
    expect(await statuses(await overlapping('skip', 3))).toEqual(['running', 'skipped', 'skipped']);
  });

  it('waits under "queue one", only one of them', async () => {
    expect(await statuses(await overlapping('queue-one', 4))).toEqual([
      'running',
      'queued',
      'skipped',
      'skipped',
    ]);
  });

  it('waits under "queue all"', async () => {
    expect(await statuses(await overlapping('queue-all', 4))).toEqual([
      'running',
      'queued',
      'queued',
      'queued',
    ]);
  });

  it('ends the earlier one under "replace"', async () => {
    const flow = await overlapping('replace', 2);
    expect(await statuses(flow)).toEqual(['running', 'queued']);
    const asked = await fixture.rows('select cancel_requested as asked from syncline.run order by id');
    expect(asked).toEqual([{ asked: true }, { asked: false }]);
  });
});

describe('work nobody knows of', () => {
  it('is found: events, due runs and open batches without job and living worker', async () => {
    const flow = await publishSample(fixture, { parts: 2 });
    await fixture.rows('delete from pgboss.job');
    expect(await slots().orphans()).toEqual([]);
    await fixture.rows(
      `insert into syncline.inbox (flow_id, node, lane, method, headers, body) values ($1, 'hook', 1, 'POST', '{}', '')`,
      [flow.id],
    );
    expect(await slots().orphans()).toEqual([{ flowId: flow.id, part: 1 }]);
    const lease = await fixture.store.ports.leases.acquire(flow.id, 1, 'one', 60_000);
    expect(await slots().orphans()).toEqual([]);
    if (lease) await fixture.store.ports.leases.release(lease);
    await fixture.store.ports.jobs.enqueue({ flowId: flow.id, part: 1 });
    expect(await slots().orphans()).toEqual([]);
    await fixture.store.runs.runNow(flow.id, { startedBy: 'manual' });
    await fixture.rows('delete from pgboss.job');
    expect(await slots().orphans()).toHaveLength(2);
    await fixture.store.flows.pause(flow.id);
    expect(await slots().orphans()).toEqual([]);
  });

  it('is not the open run of a quiet trigger, nor a run that waits for its time', async () => {
    const flow = await publishSample(fixture);
    const lease = await fixture.store.ports.leases.acquire(flow.id, 0, 'one', 60_000);
    if (!lease) throw new Error('no lease');
    await fixture.store.ports.runs.openRolling(lease, 'hook', 1, 'one', 'live');
    const run = await fixture.store.runs.runNow(flow.id, { startedBy: 'manual' });
    const wait = { status: 'backoff' as const, tries: 1, reason: 'x', note: 'x' };
    await fixture.store.ports.runs.wait(lease, run.id, { ...wait, resumesAt: future() });
    await fixture.store.ports.leases.release(lease);
    await fixture.rows('delete from pgboss.job');
    expect(await slots().orphans()).toEqual([]);
    await fixture.rows(`update syncline.run_part set resumes_at = now() where status = 'backoff'`);
    expect(await slots().orphans()).toEqual([{ flowId: flow.id, part: 0 }]);
  });
});
