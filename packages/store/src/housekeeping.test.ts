import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture, publishSample, type StoreFixture } from './testing/storeFixture.ts';

let fixture: StoreFixture;

beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const keeping = () => fixture.store.housekeeping;
const partitions = async (parent: string) =>
  (
    await fixture.rows<{ name: string }>(
      `select child.relname as name from pg_inherits join pg_class as child on child.oid = inhrelid
        where inhparent = to_regclass('syncline.' || $1) order by 1`,
      [parent],
    )
  ).map(({ name }) => name);

describe('partitions by day', () => {
  it('are made a week ahead, once', async () => {
    expect(await keeping().ensurePartitions()).toBe(0);
    const [day] = await fixture.rows<{ name: string }>(
      `select 'run_log_' || to_char((now() at time zone 'UTC')::date + 6, 'YYYYMMDD') as name`,
    );
    await fixture.rows(`drop table syncline.${day?.name}`);
    expect((await keeping().partitionHealth()).daysAhead.run_log).toBe(6);
    const made = await Promise.all([keeping().ensurePartitions(), keeping().ensurePartitions()]);
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await keeping().partitionHealth()).toMatchObject({
      ok: true,
      daysAhead: { run_log: 7, record_event: 7, record_change: 7 },
    });
  });

  it('show a row no day was made for', async () => {
    await fixture.rows(
      `insert into syncline.run_log (ts, run_id, seq, level, text) values (now() + interval '300 days', 1, 1, 1, 'x')`,
    );
    expect(await keeping().partitionHealth()).toMatchObject({ ok: false, strayRows: { run_log: true } });
    await fixture.rows('delete from syncline.run_log_default');
  });

  it('are dropped when they are older than is to be kept', async () => {
    await fixture.rows(`select syncline.ensure_partitions((now() at time zone 'UTC')::date - 40, 3)`);
    const before = (await partitions('run_log')).length;
    const dropped = await keeping().dropOldPartitions({ logDays: 30, eventDays: 90 });
    expect(dropped).toHaveLength(3);
    expect(dropped.every((name) => name.startsWith('run_log_'))).toBe(true);
    expect((await partitions('run_log')).length).toBe(before - 3);
    // Three days of events and three of what was written.
    expect(await keeping().dropOldPartitions({ logDays: 30, eventDays: 30 })).toHaveLength(6);
    expect(await keeping().dropOldPartitions()).toEqual([]);
  });
});

it('old runs, keys of old deliveries and dead processes are pruned, what goes on is kept', async () => {
  const flow = await publishSample(fixture);
  await fixture.rows(
    `insert into syncline.run (flow_id, version, feeder, feeder_title, started_by, status, created_at, finished_at)
      select $1, 1, 'n', 'n', 'manual', 'succeeded', now() - interval '500 days', case when n > 2 then now() end
      from generate_series(1, 10) as n`,
    [flow.id],
  );
  await fixture.rows(
    `insert into syncline.inbox_seen select $1, md5(n::text)::uuid, now() - n * interval '1 day' from generate_series(1, 10) as n`,
    [flow.endpointNo],
  );
  expect(await keeping().prune()).toBe(8 + 4);
  expect(await fixture.rows('select 1 from syncline.run where flow_id = $1', [flow.id])).toHaveLength(2);
  expect(await fixture.rows('select 1 from syncline.inbox_seen')).toHaveLength(6);
});

it('parked and failed records that are done go after their time, and what a crashed sweep left', async () => {
  const flow = await publishSample(fixture);
  await fixture.rows(
    `insert into syncline.parked (flow_id, node, destination_id, key, source_key, lane, run_id, op, content_hash, version,
        content, state, created_at)
      select $1, 'ask', $2, state || age, 'k', 0, 1, 'upsert', 'h', 'v', '', state, now() - age * interval '1 day'
      from unnest(array['waiting', 'approved', 'released', 'superseded', 'rejected', 'expired']) as state,
        unnest(array[29, 31]) as age`,
    [flow.id, flow.destinationId],
  );
  await fixture.rows(
    `insert into syncline.dead_letter (flow_id, run_id, node, key, outcome, code, message, version, attempts, state, created_at)
      select $1, 1, 'n', state, 'dead', 'c', 'm', 'v', 1, state, now() - age * interval '1 day'
      from unnest(array['open', 'replaying', 'replayed', 'superseded', 'ignored']) as state, unnest(array[89, 91]) as age`,
    [flow.id],
  );
  await fixture.rows(`insert into syncline.sweep_seen values (999999, 1, 'a'), (999999, 1, 'b')`);
  expect(await keeping().prune()).toBe(4 + 3 + 2);
  expect(await fixture.rows('select 1 from syncline.parked where flow_id = $1', [flow.id])).toHaveLength(8);
  expect(await fixture.rows('select 1 from syncline.dead_letter where flow_id = $1', [flow.id])).toHaveLength(
    7,
  );
});

describe('the audit log', () => {
  const append = (action: string) =>
    fixture.store.audit.append({
      actor: 'owner',
      action,
      target: null,
      detail: { note: 'a\0b', none: undefined },
    });

  it('is one chain, also when many write at once, and pages newest first', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, at) => append(`act ${at}`)));
    expect(await fixture.store.audit.verify()).toEqual({ ok: true, checked: 12, brokenAt: null });
    const first = await fixture.store.audit.list({ limit: 10 });
    const second = await fixture.store.audit.list({ limit: 10, cursor: first.cursor ?? '' });
    expect([...first.items, ...second.items].map((entry) => Number(entry.id))).toEqual(
      Array.from({ length: 12 }, (_, at) => 12 - at),
    );
  });

  it.each([
    ['changed', `update syncline.audit_log set actor = 'someone' where id = 5`, '5'],
    ['taken out', `delete from syncline.audit_log where id = 4`, '5'],
    ['put in another place', `update syncline.audit_log set id = 40 where id = 3`, '5'],
  ])('shows an entry that was %s', async (_, tamper, brokenAt) => {
    await fixture.rows('create table if not exists kept_audit as select * from syncline.audit_log');
    await fixture.rows(tamper);
    const verdict = await fixture.store.audit.verify();
    expect(verdict.ok).toBe(false);
    expect(Number(verdict.brokenAt)).toBeLessThanOrEqual(Number(brokenAt));
    await fixture.rows('delete from syncline.audit_log');
    await fixture.rows('insert into syncline.audit_log select * from kept_audit');
    expect((await fixture.store.audit.verify()).ok).toBe(true);
  });
});
