import { appendFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectorContext, DataRecord, WriteOutcome, WriteRecord } from '@syncline/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileDestination } from './destination.ts';
import { fileSource } from './source.ts';
import { writeNode } from './writeNode.ts';

let folder: string;
let now: Date;
let attempts = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-write-'));
  now = new Date('2026-03-04T05:06:07Z');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const context = (): ConnectorContext => ({
  connection: {},
  signal: new AbortController().signal,
  now: () => now,
  log: () => {},
  dataFolder: folder,
  egressAllow: [],
});

const config = (part: Record<string, unknown> = {}) => writeNode.config.parse({ file: 'out.csv', ...part });

const upsert = (record: DataRecord): WriteRecord => ({
  key: String(record.id),
  op: 'upsert',
  record,
  idempotencyKey: 'k',
  remoteId: null,
});

function write(
  saved: Record<string, unknown>,
  records: DataRecord[],
  attempt = '',
  run = 'r',
): Promise<WriteOutcome[]> {
  attempts += 1;
  const attemptId = attempt || `attempt-${attempts}`;
  const batch = records.map(upsert);
  return fileDestination.write(context(), {
    config: saved,
    batch,
    attemptId,
    destinationId: 'd1',
    runId: run,
  });
}

const recover = (saved: Record<string, unknown>, attemptId: string) =>
  fileDestination.recover?.(context(), { config: saved, attemptId, destinationId: 'd1' });
const finish = (saved: Record<string, unknown>, runId = 'r') =>
  fileDestination.finish?.(context(), { config: saved, runId, destinationId: 'd1' });
const content = (name = 'out.csv') => readFile(join(folder, name), 'utf8');

it('appends batches under one header, with cells that can do no harm and come back as they were', async () => {
  const nasty = [
    '=1+1',
    '+x',
    '-x',
    '@x',
    '\tx',
    '\rx',
    "'=x",
    '-5',
    '+331234',
    'a,"b"\nc',
    '',
    'plain',
    "'x",
  ];
  const records = nasty.map((text, id) => ({ id, text, list: [1], none: null }));
  expect(await write(config(), records.slice(0, 5))).toEqual(
    Array.from({ length: 5 }, () => ({ status: 'ok', effect: 'created' })),
  );
  await write(config(), records.slice(5));
  const text = await content();
  expect(text.startsWith("id,text,list,none\n0,'=1+1,[1],\n1,'+x,[1],\n")).toBe(true);
  expect(text).toContain('\n7,-5,');
  const request = { window: null, token: null, pageRecords: 100, pageBytes: 1 << 20 };
  const read = {
    file: 'out.csv',
    key: ['id'],
    format: 'csv',
    delimiter: ',',
    quote: '"',
    encoding: 'utf-8',
    header: true,
    timezone: 'UTC',
  };
  const back: unknown[] = [];
  for await (const page of fileSource.read(context(), { ...request, config: read }))
    back.push(...page.changes.map(({ record }) => record.text));
  expect(back).toEqual(nasty);
});

it('cuts off what a crash left behind, and tells which attempt counts', async () => {
  await write(config(), [{ id: 1 }], 'first');
  await appendFile(join(folder, 'out.csv'), '2\n3,unfinis');
  expect(await recover(config(), 'first')).toBe('applied');
  expect(await recover(config(), 'crashed')).toBe('absent');
  await expect(write(config(), [{ id: 2 }], 'crashed')).rejects.toMatchObject({ verdict: 'retry' });
  expect((await write(config(), [{ id: 9 }], 'first')).map(({ status }) => status)).toEqual(['unknown']);
  await write(config(), [{ id: 2 }]);
  expect(await content()).toBe('id\n1\n2\n');
});

it('cuts off what the very first write left when it crashed before its commit', async () => {
  const position = {
    file: 'out.csv',
    length: 0,
    columns: null,
    destinationId: 'd1',
    committed: [],
    refused: [],
  };
  await writeFile(join(folder, '.out.csv.syncline.json'), JSON.stringify(position));
  await writeFile(join(folder, 'out.csv'), 'id\n1\n');
  await write(config(), [{ id: 1 }]);
  expect(await content()).toBe('id\n1\n');
});

it('keeps the rows and columns of a file that was there before', async () => {
  await writeFile(join(folder, 'out.csv'), 'name,id\nAnn,1');
  const outcomes = await write(config(), [
    { id: 2, name: 'Bob' },
    { id: 3, colour: 'red' },
  ]);
  expect(outcomes).toMatchObject([{ status: 'ok' }, { status: 'reject', fields: ['colour'] }]);
  await write(config({ columns: ['id'] }), [{ id: 4, colour: 'red' }]);
  expect(await content()).toBe('name,id\nAnn,1\nBob,2\n,4\n');
});

it('begins a new file each day and finds the attempts of the day before', async () => {
  const daily = config({ file: 'out-{date}.csv' });
  await write(daily, [{ id: 1 }], 'late');
  now = new Date('2026-03-05T00:00:01Z');
  expect(await recover(daily, 'late')).toBe('applied');
  await write(daily, [{ id: 2 }]);
  expect(await content('out-2026-03-04.csv')).toBe('id\n1\n');
  expect(await content('out-2026-03-05.csv')).toBe('id\n2\n');
});

it('shows a replaced file only when the run is over, and keeps the old one until then', async () => {
  const saved = config({ mode: 'replace-each-run', format: 'ndjson', file: 'out.ndjson' });
  await write(saved, [{ id: 1 }], 'one');
  expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual([]);
  await finish(saved);
  expect(await content('out.ndjson')).toBe('{"id":1}\n');
  expect(await recover(saved, 'one')).toBe('applied');
  await finish(saved);
  await write(saved, [{ id: 2 }], '', 'r2');
  expect(await content('out.ndjson')).toBe('{"id":1}\n');
  await finish(saved, 'r2');
  expect(await content('out.ndjson')).toBe('{"id":2}\n');
  await finish(saved);
  expect(await content('out.ndjson')).toBe('{"id":2}\n');
  expect(fileDestination.wholeState?.(saved)).toBe(true);
  expect(fileDestination.wholeState?.(config())).toBe(false);
});

describe('a file that each run replaces', () => {
  const saved = config({ mode: 'replace-each-run' });
  const parts = async () => (await readdir(folder)).filter((name) => name.endsWith('.part'));
  const position = '.out.csv.part.syncline.json';

  it('holds nothing of a run that never finished, not even when that one goes on', async () => {
    await write(saved, [{ id: 1 }], '', 'old');
    await finish(saved, 'old');
    await write(saved, [{ id: 2 }], 'lost', 'dead');
    expect(await parts()).toHaveLength(1);
    await write(saved, [{ id: 3 }], '', 'next');
    expect(await parts()).toEqual(['.out.csv.next.part']);
    expect(await recover(saved, 'lost')).toBe('applied');
    const told = { verdict: 'fatal', code: 'file.overtaken' };
    await expect(write(saved, [{ id: 4 }], '', 'dead')).rejects.toMatchObject(told);
    await expect(finish(saved, 'dead')).rejects.toMatchObject(told);
    expect(await content()).toBe('id\n1\n');
    await finish(saved, 'next');
    await finish(saved, 'old');
    expect(await content()).toBe('id\n3\n');
    expect(await parts()).toEqual([]);
  });

  it('leaves the parts of other files alone', async () => {
    const longer = config({ mode: 'replace-each-run', file: 'out.csv.csv' });
    await write(longer, [{ id: 1 }]);
    await write(saved, [{ id: 2 }]);
    await finish(longer);
    expect(await content('out.csv.csv')).toBe('id\n1\n');
  });

  it('cuts off what a crash left, and goes on where the run was', async () => {
    await write(saved, [{ id: 1 }]);
    await appendFile(join(folder, '.out.csv.r.part'), '2\n3,unfi');
    await write(saved, [{ id: 2 }]);
    await appendFile(join(folder, '.out.csv.r.part'), '4\n');
    await finish(saved);
    expect(await content()).toBe('id\n1\n2\n');
  });

  it('is put in its place once, wherever a crash comes in between', async () => {
    await write(saved, [{ id: 1 }]);
    const growing = await content(position);
    const [part] = await parts();
    const rows = await content(part);
    await finish(saved);
    const placed = await content(position);
    const sealed = JSON.stringify({ ...JSON.parse(placed), done: [] });
    // Before anything, before the rename, and after it.
    for (const [at, left] of [
      [growing, rows],
      [sealed, rows],
      [sealed, null],
    ] as const) {
      await writeFile(join(folder, position), at);
      if (left !== null) await writeFile(join(folder, part ?? ''), left);
      await finish(saved);
      expect(await content()).toBe('id\n1\n');
      expect(await content(position)).toBe(placed);
      expect(await parts()).toEqual([]);
    }
    // The run found more before it was marked as over.
    await writeFile(join(folder, position), sealed);
    await write(saved, [{ id: 2 }]);
    await finish(saved);
    await write(saved, [{ id: 3 }]);
    expect(await content()).toBe('id\n1\n2\n');
    await finish(saved);
    expect(await content()).toBe('id\n1\n2\n3\n');
  });

  it('becomes empty, with its header, by a run without rows', async () => {
    const named = config({ mode: 'replace-each-run', columns: ['id', 'name'] });
    await write(named, [{ id: 1 }]);
    await finish(named);
    await finish(named, 'empty');
    expect(await content()).toBe('id,name\n');
    await write(named, [{ id: 2 }], '', 'empty');
    await finish(named, 'empty');
    expect(await content()).toBe('id,name\n2,\n');
  });

  it('is not put in place when some of its rows are gone', async () => {
    await write(saved, [{ id: 1 }]);
    await finish(saved);
    await write(saved, [{ id: 2 }], '', 'r2');
    await writeFile(join(folder, '.out.csv.r2.part'), 'id');
    const told = { verdict: 'fatal', code: 'file.changed' };
    await expect(write(saved, [{ id: 3 }], '', 'r2')).rejects.toMatchObject(told);
    await expect(finish(saved, 'r2')).rejects.toMatchObject(told);
    await rm(join(folder, '.out.csv.r2.part'));
    await expect(finish(saved, 'r2')).rejects.toMatchObject(told);
    expect(await content()).toBe('id\n1\n');
  });

  it('belongs to one step of a run', async () => {
    await write(saved, [{ id: 1 }]);
    const request = { config: saved, runId: 'r', destinationId: 'd2' };
    const batch = [upsert({ id: 2 })];
    const told = { verdict: 'pause', path: 'file' };
    await expect(
      fileDestination.write(context(), { ...request, batch, attemptId: 'other' }),
    ).rejects.toMatchObject(told);
    await expect(fileDestination.finish?.(context(), request)).rejects.toMatchObject(told);
  });
});

it('writes batches that arrive at once one after the other, none lost', async () => {
  const batches = Array.from({ length: 20 }, (_, at) => write(config(), [{ id: at }]));
  await Promise.all(batches);
  const ids = (await content()).trim().split('\n').slice(1).map(Number);
  expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at));
});

it('writes nowhere but into the data folder', async () => {
  await symlink('/etc', join(folder, 'etc'));
  for (const file of ['../out.csv', '/tmp/out.csv', 'etc/out.csv', '.hidden', 'a/../../b.csv'])
    await expect(write(config({ file }), [{ id: 1 }])).rejects.toMatchObject({ code: 'file.unsafe-path' });
  await expect(fileDestination.delivery(context(), config({ file: '../x' }))).rejects.toMatchObject({
    code: 'file.unsafe-path',
  });
});
