import { flowRoutes, runRoutes } from '@syncline/model';
import { describe, expect, it } from 'vitest';
import { publishFlow } from '../harness/flows.ts';
import { waitFor } from '../harness/waitFor.ts';
import { connect } from './harness/connections.ts';
import { differences, makeCopy, readHistory } from './harness/copy.ts';
import { mapPeople } from './harness/documents.ts';
import { checkInvariants } from './harness/invariants.ts';
import { type Fault, putPeople, startSaas } from './harness/saas.ts';
import { openWorld } from './harness/world.ts';

const rows = 40;
const html = '<!doctype html><title>Sign in</title><form></form>';

/** What looks like success and is none, for one record. `retried` = it is sent again, else it is kept with its reason. */
const answers: { id: number; fault: Fault; retried: boolean }[] = [
  { id: 3, fault: { status: 200, body: { errors: [{ message: 'on the block list' }] } }, retried: false },
  { id: 9, fault: { status: 207, body: { errors: [{ message: 'locked' }] } }, retried: false },
  { id: 15, fault: { status: 200, body: html, headers: { 'content-type': 'text/html' } }, retried: true },
  { id: 21, fault: { status: 200, body: '{"id": 21, "na' }, retried: true },
  { id: 27, fault: 'reset', retried: true },
  { id: 33, fault: { status: 502, body: html, headers: { 'content-type': 'text/html' } }, retried: true },
];

describe('an answer that only looks like success', () => {
  it('is never counted as delivered: the record is sent again, or kept with its reason', async () => {
    await using world = await openWorld('bad answers', { workers: 'inside' });
    const copy = await makeCopy(world.database, rows);
    world.copies.push(copy);
    await using saas = await startSaas(world.database.url, copy);
    const struck = new Map<number, number>();
    saas.fault = ({ path }) => {
      const bad = answers.find(({ id }) => path === `/people/${id}`);
      if (bad === undefined) return null;
      const times = (struck.get(bad.id) ?? 0) + 1;
      struck.set(bad.id, times);
      return bad.retried && times > 1 ? null : bad.fault;
    };
    const flow = await publishFlow(
      world.api,
      {
        syncline: 1,
        name: 'Put people',
        nodes: {
          source: {
            type: 'postgres.schedule',
            connection: 'database',
            config: { read: 'table', table: copy.source, mode: 'full' },
          },
          map: mapPeople,
          people: putPeople(),
        },
        edges: [
          ['source', 'map'],
          ['map', 'people'],
        ],
      },
      { database: 'database', saas: await connect(world, saas.url) },
    );
    const { id } = await world.api(flowRoutes.runFlow, { params: { id: flow.id }, body: {} });
    const run = await world.finished(id);
    const refused = answers.filter(({ retried }) => !retried).map((bad) => bad.id);
    expect(run).toMatchObject({
      status: 'partial',
      totals: { read: rows, written: rows - refused.length, failed: refused.length },
    });
    const { items } = await world.api(runRoutes.listDeadLetters, { query: { run: id } });
    expect(items.map(({ key }) => Number(key)).sort((a, b) => a - b)).toEqual(refused);
    for (const bad of answers) expect(struck.get(bad.id), `record ${bad.id}`).toBe(bad.retried ? 2 : 1);
    expect((await readHistory(copy)).writes).toBe(rows - refused.length);
    await checkInvariants(world, { counted: 'unknown', differing: refused.length });
  });
});

describe('a destination that refuses every write', () => {
  it('with a full disk takes nothing, stops nothing else, and gets all of it when there is room again', async () => {
    await using world = await openWorld('full disk', { workers: 'inside' });
    const copy = await makeCopy(world.database, 0);
    world.copies.push(copy);
    await world.database.query(`create function proof.full_disk() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`);
    const refuse = () =>
      world.database.query(
        `create trigger full_disk before insert on ${copy.target} for each statement execute function proof.full_disk()`,
      );
    await refuse();
    const flow = await publishFlow(world.api, {
      syncline: 1,
      name: 'Hear',
      nodes: {
        hook: { type: 'webhook.trigger', config: { key: ['id'], versionPath: 'n', versionKind: 'seq' } },
        map: mapPeople,
        copy: {
          type: 'postgres.upsert',
          connection: 'database',
          config: { table: copy.target, key: ['id'], deletes: 'delete' },
        },
      },
      edges: [
        ['hook', 'map'],
        ['map', 'copy'],
      ],
    });
    const post = async (id: number) => {
      await world.database.query(
        `insert into ${copy.source} (id, email, name, n) values ($1, 'a@example.test', 'A', 1)`,
        [id],
      );
      const answer = await fetch(new URL(flow.endpoints.hook ?? '', world.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, email: 'a@example.test', name: 'A', n: 1 }),
      });
      return answer.status;
    };
    for (let id = 1; id <= 20; id += 1) expect(await post(id)).toBe(202);
    await waitFor('the refusal to be seen', async () => {
      const [line] = await world.database.query(
        `select from syncline.run_log where level >= 2 and text like '%space%' limit 1`,
      );
      const [paused] = await world.database.query(`select from syncline.flow where desired = 'paused'`);
      const [waits] = await world.database.query(
        `select from syncline.run_part where tries > 0 or status = 'backoff'`,
      );
      return line !== undefined || paused !== undefined || waits !== undefined;
    });
    // Capture goes on meanwhile, and nothing is given up or counted.
    for (let id = 21; id <= 40; id += 1) expect(await post(id)).toBe(202);
    const [counted] = await world.database.query<{ written: number; failed: number }>(
      'select coalesce(sum(written), 0)::int as written, coalesce(sum(failed), 0)::int as failed from syncline.run',
    );
    expect(counted).toEqual({ written: 0, failed: 0 });
    await world.database.query(`drop trigger full_disk on ${copy.target}`);
    const state = await world.api(flowRoutes.getFlow, { params: { id: flow.id } });
    if (state.state === 'paused') {
      expect(state.pauseMessage).toBeTruthy();
      await world.api(flowRoutes.resumeFlow, { params: { id: flow.id } });
    }
    await waitFor('all to arrive', async () => (await differences(copy)) === 0, 90_000);
    await checkInvariants(world);
  });

  it('our own disk full: webhooks are refused for another try instead of lost, and are taken again afterwards', async () => {
    await using world = await openWorld('own disk full', { workers: 'inside' });
    const copy = await makeCopy(world.database, 0);
    world.copies.push(copy);
    const flow = await publishFlow(world.api, {
      syncline: 1,
      name: 'Hear',
      nodes: {
        hook: { type: 'webhook.trigger', config: { key: ['id'], versionPath: 'n', versionKind: 'seq' } },
        map: mapPeople,
        copy: {
          type: 'postgres.upsert',
          connection: 'database',
          config: { table: copy.target, key: ['id'], deletes: 'delete' },
        },
      },
      edges: [
        ['hook', 'map'],
        ['map', 'copy'],
      ],
    });
    await world.database.query(`create function proof.full_disk() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`);
    await world.database.query(
      'create trigger full_disk before insert on syncline.inbox for each statement execute function proof.full_disk()',
    );
    const post = async (id: number) => {
      const answer = await fetch(new URL(flow.endpoints.hook ?? '', world.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, email: 'a@example.test', name: 'A', n: 1 }),
      });
      return answer.status;
    };
    for (let id = 1; id <= 10; id += 1) expect(await post(id)).toBeGreaterThanOrEqual(500);
    expect((await readHistory(copy)).writes).toBe(0);
    await world.database.query('drop trigger full_disk on syncline.inbox');
    for (let id = 1; id <= 10; id += 1) {
      await world.database.query(
        `insert into ${copy.source} (id, email, name, n) values ($1, 'a@example.test', 'A', 1)`,
        [id],
      );
      expect(await post(id)).toBe(202);
    }
    await waitFor('all to arrive', async () => (await differences(copy)) === 0);
    await checkInvariants(world);
  });
});
