import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileConnector } from './file.ts';
import { fileSource } from './source.ts';

const contextIn = (dataFolder: string) => ({
  connection: {},
  signal: new AbortController().signal,
  now: () => new Date('2026-03-04T05:06:07Z'),
  log: () => {},
  dataFolder,
  egressAllow: [],
});

it('tells the columns and what they look like', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'syncline-describe-'));
  const context = contextIn(folder);
  await writeFile(
    join(folder, 'x.csv'),
    'id,mail,born,zip,ok,price\n1,a@b.example,2000-01-02,01234,true,1.5\n2,,2001-02-03,99999,FALSE,2\n',
  );
  await writeFile(join(folder, 'x.ndjson'), '{"id":1,"tags":["a"]}\n');
  const schema = await fileSource.describe(context, { file: 'x.csv' });
  expect(schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'id integer',
    'mail email',
    'born date',
    'zip text',
    'ok boolean',
    'price decimal',
  ]);
  expect(schema.open).toBe(false);
  const lines = await fileSource.describe(context, { file: 'x.ndjson', format: 'ndjson', key: ['id'] });
  expect(lines).toMatchObject({ open: true, key: ['id'], fields: [{ type: 'integer' }, { type: 'list' }] });
  expect(await fileConnector.streams?.(context)).toEqual([
    { name: 'x.csv', label: 'x.csv (94 B)', kind: 'file' },
    { name: 'x.ndjson', label: 'x.ndjson (22 B)', kind: 'file' },
  ]);
  await expect(fileSource.describe(context, { file: 'gone.csv' })).rejects.toMatchObject({
    verdict: 'retry',
    code: 'source.unreachable',
  });
  await rm(folder, { recursive: true, force: true });
});
