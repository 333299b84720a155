import { setTimeout as sleep } from 'node:timers/promises';
import { postgresConnector } from '@syncline/connectors';
import { type DataRecord, SyncError, type WriteOutcome, type WriteRecord } from '@syncline/model';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectorContext } from '../harness/connectorContext.ts';
import { startDatabase, type TestDatabase } from '../harness/database.ts';
import { failureOf, parsedConfig } from '../harness/parsedConfig.ts';
import { startTcpProxy } from '../harness/tcpProxy.ts';
import { temporaryFolder } from '../harness/temporaryFolder.ts';

const destination = postgresConnector.destinations['postgres.upsert'];
if (!destination) throw new Error('no destination');
const folder = temporaryFolder();
let database: TestDatabase;
let attempts = 0;

beforeAll(async () => {
  database = await startDatabase(folder.path);
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const config = (saved: Record<string, unknown>) => parsedConfig(postgresConnector, 'postgres.upsert', saved);

const here = () => connectorContext({ url: database.url });

const upsert = (record: DataRecord, key = String(record.id)): WriteRecord => ({
  key,
  op: 'upsert',
  record,
  idempotencyKey: key,
  remoteId: null,
});

function write(saved: Record<string, unknown>, batch: WriteRecord[], context = here(), attemptId = '') {
  attempts += 1;
  const attempt = attemptId || `attempt-${attempts}`;
  return destination!.write(context, {
    config: saved,
    batch,
    attemptId: attempt,
    destinationId: 'd1',
    runId: 'run',
  });
}

const effects = (outcomes: WriteOutcome[]) =>
  outcomes.map((outcome) => (outcome.status === 'ok' ? outcome.effect : outcome.status));

it('knows after a lost connection whether the batch was written, and writes it once', async () => {
  await database.query('create table wire (id int primary key, n int not null default 0)');
  const url = new URL(database.url);
  await using proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  const saved = config({ table: 'wire', key: ['id'] });
  const through = () => connectorContext({ url: url.href });
  expect(await destination!.delivery(through(), saved)).toBe('T');
  const cases = [
    { cut: 'before-request', answer: 'absent' },
    { cut: 'before-answer', answer: 'applied' },
  ] as const;
  for (const [at, { cut, answer }] of cases.entries()) {
    const batch = [upsert({ id: at, n: 1 }), upsert({ id: at + 10, n: 1 })];
    proxy.armWith(cut, `lost-${cut}`);
    const outcomes = await write(saved, batch, through(), `lost-${cut}`);
    expect(effects(outcomes)).toEqual(['unknown', 'unknown']);
    proxy.armWith(null, '');
    const recovered = () =>
      destination!.recover!(through(), { config: saved, attemptId: `lost-${cut}`, destinationId: 'd1' });
    await expect.poll(recovered).toBe(answer);
    expect(await recovered()).toBe(answer);
    const [row] = await database.query<{ n: number }>(
      'select count(*)::int as n from wire where id % 10 = $1',
      [at],
    );
    expect(row?.n).toBe(answer === 'applied' ? 2 : 0);
  }
  const mixed = [upsert({ id: 5, n: 1 }), upsert({ id: 6 })];
  proxy.armWith('before-answer', 'commit\0');
  expect(effects(await write(saved, mixed, through(), 'two-steps'))).toEqual(['unknown', 'unknown']);
  proxy.armWith('before-request', 'savepoint piece');
  expect(await failureOf(write(saved, mixed, through()))).toMatchObject({ verdict: 'retry' });
});

it('refuses the late write of an attempt that was given up', async () => {
  await database.query('create table fenced (id int primary key, n int)');
  await database.query('insert into fenced values (1, 0)');
  const saved = config({ table: 'fenced', key: ['id'] });
  const recover = (attemptId: string) =>
    destination!.recover!(here(), { config: saved, attemptId, destinationId: 'd1' });
  await destination!.delivery(here(), saved);
  expect(await recover('late')).toBe('absent');
  const late = await failureOf(write(saved, [upsert({ id: 1, n: 5 })], here(), 'late'));
  expect(late).toMatchObject({ verdict: 'retry' });
  const twoSteps = [upsert({ id: 1, n: 5 }), upsert({ id: 2 })];
  expect(await failureOf(write(saved, twoSteps, here(), 'late'))).toMatchObject({ verdict: 'retry' });

  // Still on its way: it waits for a row that somebody else holds.
  const holder = new pg.Client(database.url);
  await holder.connect();
  await holder.query('begin; select * from fenced for update');
  const oneStep = write(saved, [upsert({ id: 1, n: 6 })], here(), 'slow').catch((error: unknown) => error);
  await sleep(300);
  const judged = await recover('slow').catch((error: unknown) => error);
  await holder.query('rollback');
  const ended = await oneStep;
  const [row] = await database.query<{ n: number }>('select n from fenced where id = 1');
  if (judged === 'absent') expect([row?.n, ended instanceof SyncError]).toEqual([0, true]);
  else expect(judged).toMatchObject({ verdict: 'retry', code: 'destination.unknown' });

  await holder.query('begin; select * from fenced for update');
  const pieces = write(saved, [upsert({ id: 1, n: 7 }), upsert({ id: 3 })], here(), 'pieces');
  await sleep(300);
  expect(await failureOf(recover('pieces'))).toMatchObject({ verdict: 'retry', afterMs: 2000 });
  await holder.query('rollback');
  expect(effects(await pieces)).toEqual(['updated', 'created']);
  expect(await recover('pieces')).toBe('applied');
  expect(effects(await write(saved, [upsert({ id: 1, n: 7 })], here(), 'pieces'))).toEqual(['unknown']);
  await holder.end();
});

it('is honest about its promise where it may not make a marker table', async () => {
  await database.query('create schema guarded');
  await database.query('create table guarded.box (id int primary key)');
  await database.query(`create role guest login password 'pw'`);
  await database.query('grant usage on schema guarded to guest; grant all on guarded.box to guest');
  const url = new URL(database.url);
  url.username = 'guest';
  url.password = 'pw';
  const guest = connectorContext({ url: url.href });
  const saved = config({ table: 'guarded.box', key: ['id'] });
  expect(await destination!.delivery(guest, saved)).toBe('U');
  expect(guest.lines).toMatchObject([
    { level: 'warn', text: expect.stringContaining('grant create on schema') },
  ]);
  expect(effects(await write(saved, [upsert({ id: 1 })], guest))).toEqual(['created']);
  await database.query('revoke insert on guarded.box from guest');
  expect(await failureOf(write(saved, [upsert({ id: 2 })], guest))).toMatchObject({
    verdict: 'pause',
    pause: 'permission',
    code: 'destination.permission',
  });
});
