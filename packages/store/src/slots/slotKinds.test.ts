import type { DueSlot } from '@syncline/engine';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PublishedSchedule } from '../flows/publishFlow.ts';
import { publishSynced, syncedPublication } from '../testing/publishSynced.ts';
import { openFixture, type StoreFixture } from '../testing/storeFixture.ts';

let fixture: StoreFixture;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const slots = () => fixture.store.ports.slots;
const past = new Date(Date.now() - 60_000);

const schedule = (node: string, kind: PublishedSchedule['kind']): PublishedSchedule => ({
  ...{ node, kind, cron: '0 3 * * *', timezone: 'UTC', overlap: 'skip', catchup: 'latest', nextSlot: past },
});

async function publish(...schedules: PublishedSchedule[]): Promise<{ flowId: string; due: DueSlot[] }> {
  const { id } = await publishSynced(fixture, syncedPublication(undefined, { schedules }));
  return { flowId: id, due: (await slots().due()).filter(({ flowId }) => flowId === id) };
}

const fire = async (due: DueSlot) => {
  await slots().fire(due, [{ slot: due.slot, as: 'run' }], null);
};
const runs = (flowId: string) =>
  fixture.rows<{ kind: string; status: string; full_read: boolean }>(
    'select kind, status, full_read from syncline.run where flow_id = $1 order by id',
    [flowId],
  );

it('a sweep fires beside the live run and the backfill of its stream, but not beside another sweep', async () => {
  const { flowId, due } = await publish(schedule('shop', 'sweep'));
  const lease = await fixture.store.ports.leases.acquire(flowId, 0, 'one', 60_000);
  if (lease === null || due[0] === undefined) throw new Error('nothing is due');
  await fixture.store.ports.runs.openRolling(lease, 'shop', 1, 'one', 'live');
  await fixture.store.feeders.steerBackfill(flowId, 'shop', { action: 'start' });
  await fire(due[0]);
  expect((await runs(flowId)).at(-1)).toEqual({ kind: 'sweep', status: 'queued', full_read: true });
  const later = { ...due[0], slot: new Date(past.getTime() + 1000) };
  await fixture.rows('update syncline.schedule set next_slot = $2 where flow_id = $1', [flowId, later.slot]);
  await fire(later);
  expect((await runs(flowId)).at(-1)).toMatchObject({ kind: 'sweep', status: 'skipped' });
});

it('a read and a sweep of one step may be due at the same time', async () => {
  const { flowId, due } = await publish(schedule('nightly', 'read'), schedule('nightly', 'sweep'));
  for (const each of due) await fire(each);
  expect((await runs(flowId)).map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual([
    'read queued',
    'sweep queued',
  ]);
});

it('the time of a checkpoint wakes its flow and leaves no run behind', async () => {
  const { flowId, due } = await publish(schedule('ask', 'release'));
  await fixture.rows('delete from pgboss.job');
  expect(due).toHaveLength(1);
  if (due[0] !== undefined) await fire(due[0]);
  expect(await runs(flowId)).toEqual([]);
  expect(await fixture.rows('select 1 from pgboss.job where group_id = $1', [`${flowId}:0`])).toHaveLength(1);
});

it('a part is found when a parked record may go on and its job got lost', async () => {
  const { id: flowId, destinationIds } = await publishSynced(fixture);
  const orphaned = async () => (await slots().orphans()).filter((part) => part.flowId === flowId);
  await fixture.rows('delete from pgboss.job');
  expect(await orphaned()).toEqual([]);
  const park = (key: string, state: string, due: string | null, node = 'ask') =>
    fixture.rows(
      `insert into syncline.parked (flow_id, node, destination_id, key, source_key, lane, run_id, op, content_hash,
        version, content, state, due) values ($1, $5, $2, $3, $3, 5, 1, 'upsert', 'h', 'v', '', $4, $6::timestamptz)`,
      [flowId, destinationIds.ask, key, state, node, due],
    );
  await park('a', 'waiting', null);
  await park('b', 'waiting', '2099-01-01');
  await park('c', 'approved', null, 'a step that is gone');
  expect(await orphaned()).toEqual([]);
  await park('d', 'waiting', '2020-01-01');
  expect(await orphaned()).toEqual([{ flowId, part: 0 }]);
  await fixture.rows(`update syncline.parked set state = 'released' where flow_id = $1`, [flowId]);
  expect(await orphaned()).toEqual([]);
  await park('e', 'approved', null);
  expect(await orphaned()).toEqual([{ flowId, part: 0 }]);
  await fixture.store.flows.pause(flowId);
  expect(await orphaned()).toEqual([]);
});
