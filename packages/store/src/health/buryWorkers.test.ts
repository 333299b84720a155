import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  openFixture,
  type PublishedFlow,
  publishSample,
  type StoreFixture,
} from '../testing/storeFixture.ts';

let fixture: StoreFixture;
let flow: PublishedFlow;
beforeAll(async () => {
  fixture = await openFixture();
  flow = await publishSample(fixture, { parts: 2 });
});
afterAll(() => fixture.close());

const signIn = (id: string, host: string, pid: number) =>
  fixture.rows(`insert into syncline.worker (id, host, pid, role) values ($1, $2, $3, 'worker')`, [
    id,
    host,
    pid,
  ]);

it('lets others take over at once what a process of this machine held that is gone, and nothing else', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await signIn('gone', 'here', child.pid ?? 0);
  await signIn('alive', 'here', process.pid);
  await signIn('elsewhere', 'there', child.pid ?? 0);
  const { leases } = fixture.store.ports;
  expect(await leases.acquire(flow.id, 0, 'gone', 60_000)).not.toBeNull();
  expect(await leases.acquire(flow.id, 1, 'alive', 60_000)).not.toBeNull();

  expect(await fixture.store.health.bury('here')).toEqual(['gone']);
  expect(await fixture.store.health.bury('here')).toEqual([]);
  expect(await leases.acquire(flow.id, 0, 'next', 60_000)).toMatchObject({ owner: 'next', epoch: 2 });
  expect(await leases.acquire(flow.id, 1, 'next', 60_000)).toBeNull();
  const left = await fixture.rows<{ id: string }>('select id from syncline.worker order by id');
  expect(left.map(({ id }) => id)).toEqual(['alive', 'elsewhere']);
  const [part] = await fixture.rows<{ crashed: boolean }>(
    'select crashed from syncline.flow_part where flow_id = $1 and part = 0',
    [flow.id],
  );
  expect(part?.crashed).toBe(true);
});

it('frees a part whose job was fetched by a process that died before it had the lease', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await signIn('fetched', 'here', child.pid ?? 0);
  const other = await publishSample(fixture, { parts: 1 });
  const state = () =>
    fixture.rows<{ state: string }>('select state::text from pgboss.job where group_id = $1', [
      `${other.id}:0`,
    ]);
  await fixture.rows('delete from pgboss.job where group_id = $1', [`${other.id}:0`]);
  await fixture.store.ports.jobs.enqueue({ flowId: other.id, part: 0 });
  await fixture.rows(`update pgboss.job set state = 'active' where group_id = $1`, [`${other.id}:0`]);
  expect(await fixture.store.health.bury('here')).toEqual(['fetched']);
  expect(await state()).toEqual([{ state: 'created' }]);
});
